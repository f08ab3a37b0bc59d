import type { Host } from './host.ts';

/** All hosts with their settings merged, and which groups they are in. */
export interface Inventory {
  /** By name, in the order of the documents. */
  readonly hosts: ReadonlyMap<string, Host>;
  /** Each group's hosts, those of its subgroups too, in the order of the documents; `all` is one of the groups. */
  readonly groups: ReadonlyMap<string, ReadonlySet<string>>;
  /** Each host's groups without `all`: parents before children, then by name. */
  readonly groupsOf: ReadonlyMap<string, readonly string[]>;
}
