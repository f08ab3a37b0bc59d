import { hostsOfLimit } from '../desire/select.ts';
import { loadInventory } from '../load/inventory.ts';
import type { Settings } from '../load/settings.ts';
import type { Host } from '../model/host.ts';
import type { Inventory } from '../model/inventory.ts';
import { readSettings, writeDiagnostics } from './declaration.ts';
import { exitCodes } from './exit-code.ts';
import type { Frame } from './frame.ts';
import type { Flags } from './options.ts';

/** The inventory that a command line means, for what needs no playbook. */
export interface ReadInventory {
  readonly settings: Settings;
  readonly inventory: Inventory;
}

/** Settings and inventory; what is wrong with them is written to `frame.err`, and comes back as an exit code. */
export async function readInventory(flags: Flags, frame: Frame): Promise<ReadInventory | number> {
  const { value: settings, diagnostics } = readSettings([], flags, frame);
  writeDiagnostics(diagnostics, flags, frame);
  if (settings === undefined) return exitCodes.error;
  const inventory = await loadInventory(settings.inventory.value);
  writeDiagnostics(inventory.diagnostics, flags, frame);
  return inventory.value === undefined ? exitCodes.error : { settings, inventory: inventory.value };
}

/** The hosts of the inventory that `--limit` leaves, in its order. */
export function limitedHosts(inventory: Inventory, flags: Flags, frame: Frame): readonly Host[] | number {
  if (flags.limit === undefined) return [...inventory.hosts.values()];
  const { hosts, diagnostics } = hostsOfLimit(flags.limit, inventory, frame.cwd);
  writeDiagnostics(diagnostics, flags, frame);
  if (diagnostics.length > 0) return exitCodes.error;
  return hosts.flatMap((name) => inventory.hosts.get(name) ?? []);
}
