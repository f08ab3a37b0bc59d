import { readFileSync } from 'node:fs';
import { desire, type DesiredFleet } from '../desire/desire.ts';
import { kinds } from '../kinds/registry.ts';
import { hasErrors, type Checked } from '../load/checked.ts';
import { loadInventory } from '../load/inventory.ts';
import { loadPlaybooks } from '../load/playbook.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Inventory } from '../model/inventory.ts';
import { diagnosticsText } from '../report/diagnostic-text.ts';
import { exitCodes } from './exit-code.ts';
import type { Frame } from './frame.ts';
import type { Flags } from './options.ts';
import { presentation } from './presentation.ts';

/** What the files say: the inventory, and what its hosts are to be. */
export interface Read {
  readonly inventory: Inventory;
  readonly fleet: DesiredFleet;
}

/** Inventory and playbooks → what each host is to be. All that is wrong is written to `frame.err`; then an exit code. */
export async function readDocuments(
  files: { readonly inventory: readonly string[]; readonly playbooks: readonly string[] },
  flags: Flags,
  frame: Frame,
): Promise<Read | number> {
  const inventory = await loadInventory(files.inventory);
  const plays = loadPlaybooks(files.playbooks, kinds);
  const diagnostics = [...inventory.diagnostics, ...plays.diagnostics];
  if (inventory.value === undefined || plays.value === undefined) return refuse(diagnostics, flags, frame);
  const { limit, var: vars } = flags;
  const selection = { ...(limit !== undefined && { limit }), ...(vars !== undefined && { vars }) };
  const fleet: Checked<DesiredFleet> = desire(
    { inventory: inventory.value, plays: plays.value, kinds },
    selection,
  );
  const all = [...diagnostics, ...fleet.diagnostics];
  if (fleet.value === undefined || hasErrors(all)) return refuse(all, flags, frame);
  tell(all, flags, frame);
  return { inventory: inventory.value, fleet: fleet.value };
}

/** The inventory alone, for what needs no playbook. */
export async function readInventory(
  files: readonly string[],
  flags: Flags,
  frame: Frame,
): Promise<Inventory | number> {
  const { value, diagnostics } = await loadInventory(files);
  if (value === undefined) return refuse(diagnostics, flags, frame);
  tell(diagnostics, flags, frame);
  return value;
}

function refuse(diagnostics: readonly Diagnostic[], flags: Flags, frame: Frame): number {
  tell(diagnostics, flags, frame);
  return exitCodes.error;
}

function tell(diagnostics: readonly Diagnostic[], flags: Flags, frame: Frame): void {
  const { colour } = presentation(frame.err, flags, frame);
  frame.err.write(diagnosticsText(diagnostics, { cwd: frame.cwd, readFile: readOrNothing, colour }));
}

function readOrNothing(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined; // it was there a moment ago; the diagnostic stands without its line
  }
}
