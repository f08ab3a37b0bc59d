import type { Host } from '../model/host.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Checked } from './checked.ts';
import { checked, hasErrors } from './checked.ts';
import { declareGroups } from './declare-groups.ts';
import { declareHosts } from './declare-hosts.ts';
import { mergeSettings } from './host-settings.ts';
import type { LoadedInventory } from './inventory.ts';
import { resolveGroups } from './resolve-groups.ts';

/** Documents that are right in themselves → one inventory, or what does not fit together. */
export function assembleInventory(documents: readonly LoadedInventory[]): Checked<Inventory> {
  const hosts = declareHosts(documents);
  const groups = declareGroups(documents, hosts.value);
  const resolved = resolveGroups(groups.value, hosts.value);
  const diagnostics = [...hosts.diagnostics, ...groups.diagnostics, ...resolved.diagnostics];
  if (hasErrors(diagnostics)) return { diagnostics };
  const settled = mergeSettings(hosts.value, groups.value, resolved.groupsOf);
  const inventory = {
    hosts: new Map<string, Host>(settled.hosts.map((host) => [host.name, host])),
    groups: new Map([['all', new Set(hosts.value.keys())], ...resolved.members]),
    groupsOf: resolved.groupsOf,
  };
  return checked(inventory, [...diagnostics, ...settled.diagnostics]);
}
