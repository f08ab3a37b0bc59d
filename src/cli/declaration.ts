import { readFileSync } from 'node:fs';

import type { DesiredFleet } from '../desire/desire.ts';
import { desire } from '../desire/desire.ts';
import { updaterProgram } from '../hosts/updater.ts';
import { kinds } from '../kinds/registry.ts';
import type { LoadedConfig } from '../load/config.ts';
import { loadConfig } from '../load/config.ts';
import type { Checked } from '../load/checked.ts';
import { hasErrors } from '../load/checked.ts';
import { findConfig } from '../load/find-config.ts';
import { loadInventory } from '../load/inventory.ts';
import { loadPlaybooks } from '../load/playbook.ts';
import { settings } from '../load/settings.ts';
import type { Settings } from '../load/settings.ts';
import { varsOfFlags } from '../load/var-flags.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Inventory } from '../model/inventory.ts';
import { pulledFrom } from '../snapshot/pulled-directory.ts';
import { diagnosticsText } from '../report/diagnostic-text.ts';
import type { Frame } from './frame.ts';
import type { Flags } from './options.ts';
import { presentation } from './presentation.ts';
import type { ReadInventory } from './read-inventory.ts';
import { withStrangers } from './strangers.ts';

/** Settings for the command line: flags, environment, fleetwright.yaml, defaults. */
export function readSettings(
  playbooks: readonly string[],
  flags: Flags,
  { cwd, env }: Pick<Frame, 'cwd' | 'env'>,
): Checked<Settings> {
  const path = findConfig(cwd);
  const read: Checked<LoadedConfig> = path === undefined ? { diagnostics: [] } : loadConfig(path);
  if (hasErrors(read.diagnostics)) return { diagnostics: read.diagnostics };
  const { inventory, forks, backupDir } = flags;
  return settings({ inventory, forks, backupDir, playbook: playbooks }, { env, cwd, file: read.value });
}

/** Everything that the documents say for a command line. */
export interface Declaration {
  readonly settings: Settings;
  /** By the names that hosts have in plans, as they are reached. */
  readonly inventory: Inventory;
  readonly fleet: DesiredFleet;
  /** How many plays there are. */
  readonly plays: number;
}

/** What a verb that reads a declaration has besides flags. */
export interface DeclarationUse {
  /** Its words, where they are hosts. */
  readonly hosts?: readonly string[];
  /** Sources of trees are filled from a host, and may be empty. */
  readonly fill?: boolean;
}

/**
 * Reads and checks everything that needs no host: settings, inventory, playbooks, the files they name, `--limit` (or, of
 * a verb whose words are hosts, those) and `--var`. All problems come at once, as far as one does not hide another.
 */
export async function readDeclaration(
  playbooks: readonly string[],
  flags: Flags,
  frame: Pick<Frame, 'cwd' | 'env'>,
  { hosts = [], fill = false }: DeclarationUse = {},
): Promise<Checked<Declaration>> {
  const settled = readSettings(playbooks, flags, frame);
  if (settled.value === undefined) return { diagnostics: settled.diagnostics };
  const vars = varsOfFlags(flags.var ?? {});
  const inventory = await loadInventory(settled.value.inventory.value);
  const plays = loadPlaybooks(settled.value.playbook.value, kinds);
  const diagnostics = [settled, vars, inventory, plays].flatMap((read) => read.diagnostics);
  if (settled.value.playbook.value.length === 0) diagnostics.push(noPlaybook);
  if (inventory.value === undefined || plays.value === undefined || hasErrors(diagnostics))
    return { diagnostics };
  const selection = {
    directory: frame.cwd,
    vars: vars.value ?? {},
    updater: updaterProgram(),
    classes: {
      data: flags.excludeData !== true,
      secrets: flags.includeSecrets === true,
      delete: flags.delete === true,
      fill,
    },
    ...(hosts.length > 0
      ? { limit: hosts.join(':'), isNamed: true }
      : flags.limit !== undefined && { limit: flags.limit }),
  };
  const known = await withPulledHosts({ settings: settled.value, inventory: inventory.value });
  const called = known === inventory.value ? known : byTheirNames(known);
  const fleet = desire({ inventory: called, plays: plays.value, kinds }, selection);
  const all = [...diagnostics, ...fleet.diagnostics];
  if (fleet.value === undefined) return { diagnostics: all };
  const found = { settings: settled.value, inventory: known, fleet: fleet.value };
  return { value: { ...found, plays: plays.value.length }, diagnostics: all };
}

/** A playbook that was pulled from a host without an inventory is for that host without one, too. */
async function withPulledHosts(read: ReadInventory): Promise<Inventory> {
  const playbooks = read.settings.playbook.value;
  const names = await Promise.all(playbooks.map((path) => pulledFrom(path).catch(() => undefined)));
  return withStrangers(
    read,
    names.filter((name) => name !== undefined),
  );
}

/** Hosts are called in plans as they were named: ssh_config knows `host` of `user@host` only. */
function byTheirNames(inventory: Inventory): Inventory {
  const hosts = new Map([...inventory.hosts].map(([name, host]) => [name, { ...host, name }]));
  return { ...inventory, hosts };
}

const noPlaybook: Diagnostic = {
  severity: 'error',
  message: 'there is no playbook to work on',
  hint: 'name one, or set `playbook` in fleetwright.yaml; `fleetwright init` writes a first project',
};

/** Writes diagnostics for people to `frame.err`, with the lines they are about. */
export function writeDiagnostics(diagnostics: readonly Diagnostic[], flags: Flags, frame: Frame): void {
  const { colour } = presentation(frame.err, flags, frame);
  frame.err.write(diagnosticsText(diagnostics, { cwd: frame.cwd, colour, readFile }));
}

function readFile(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // It was readable a moment ago, or it is the output of a program: the diagnostic is shown without its line.
    return undefined;
  }
}
