import type { Diagnostic } from '../model/diagnostic.ts';
import type { Host } from '../model/host.ts';
import type { Inventory } from '../model/inventory.ts';
import { compileCheck, valueAt } from './check.ts';
import type { Check } from './check.ts';
import type { Checked } from './checked.ts';
import { checked, hasErrors } from './checked.ts';
import { assembleInventory } from './assemble-inventory.ts';
import type { InventoryDocument } from './inventory.gen.ts';
import { inventoryFiles } from './inventory-files.ts';
import type { InventoryFile } from './inventory-files.ts';
import { mergeDiagnostics, readDocument } from './read-document.ts';
import { parseYaml } from './parse-yaml.ts';
import { runInventory } from './run-inventory.ts';
import { reservedVars, templatesInVars } from './plain-vars.ts';
import { readSchema } from './schemas.ts';
import type { Path, SourceDocument } from './source-document.ts';

/** One inventory document that its schema accepts. */
export interface LoadedInventory {
  readonly inventory: InventoryDocument;
  readonly document: SourceDocument;
  /** The file itself, for paths that are relative to it. */
  readonly file: string;
}

/**
 * Reads inventories: files, directories, executables. Several are one inventory: hosts must differ, groups may have
 * members from all of them, each document's `defaults` are for its own hosts. No path at all means this machine alone:
 * `localhost`, connection `local`.
 */
export async function loadInventory(paths: readonly string[]): Promise<Checked<Inventory>> {
  if (paths.length === 0) return { value: onlyThisMachine, diagnostics: [] };
  const diagnostics: Diagnostic[] = [];
  const files: InventoryFile[] = [];
  for (const found of paths.map(inventoryFiles)) {
    if ('severity' in found) diagnostics.push(found);
    else files.push(...found);
  }
  const check = compileCheck(readSchema('inventory'), '');
  const loaded = await Promise.all(files.map((file) => loadFile(file, check)));
  diagnostics.push(...loaded.flatMap((one) => one.diagnostics));
  if (hasErrors(diagnostics)) return { diagnostics };
  const assembled = assembleInventory(loaded.flatMap(({ value }) => value ?? []));
  return { ...assembled, diagnostics: [...diagnostics, ...assembled.diagnostics] };
}

async function loadFile(
  { file, executable }: InventoryFile,
  check: Check,
): Promise<Checked<LoadedInventory>> {
  const { value: document, diagnostics } = executable ? await readOutput(file) : readDocument(file);
  if (document === undefined) return { diagnostics };
  const wrong = mergeDiagnostics(diagnostics, [...check(document, []), ...varsRules(document)]);
  return checked({ inventory: document.value as InventoryDocument, document, file }, wrong);
}

/** What the schema cannot say of variables, wherever they stand. */
function varsRules(document: SourceDocument): readonly Diagnostic[] {
  const entries = (section: string): readonly string[] =>
    Object.keys(valueAt(document.value, [section]) ?? {});
  const paths: Path[] = [['defaults', 'vars'], ...entries('groups').map((name) => ['groups', name, 'vars'])];
  const ofHosts = entries('hosts').map((name) => ['hosts', name, 'vars']);
  return [
    ...[...paths, ...ofHosts].flatMap((path) => reservedVars(document, path)),
    ...paths.flatMap((path) => templatesInVars(document, path)),
    ...ofHosts.flatMap((path) => templatesInVars(document, path, ['n', 'name'])),
  ];
}

async function readOutput(file: string): Promise<Checked<SourceDocument>> {
  const output = await runInventory(file);
  return typeof output === 'string' ? parseYaml(`${file} (its output)`, output) : { diagnostics: [output] };
}

/** Where no inventory says anything of it. */
export const thisMachine: Host = { name: 'localhost', connection: 'local', become: 'sudo', vars: {} };

const onlyThisMachine: Inventory = {
  hosts: new Map([[thisMachine.name, thisMachine]]),
  groups: new Map([['all', new Set(['localhost'])]]),
  groupsOf: new Map([['localhost', []]]),
};
