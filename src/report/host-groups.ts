import { createHash } from 'node:crypto';

import type { HostPlan } from '../model/plan.ts';
import { printable } from '../model/printable.ts';

/** Hosts of which a plan says exactly the same, in the plan's order. */
export interface HostGroup {
  readonly hosts: readonly string[];
  /** What is said, by the first of them. */
  readonly plan: HostPlan;
}

/** Puts hosts together whose status, reasons and changes are equal; facts and warnings may differ. */
export function groupHosts(hosts: readonly HostPlan[]): readonly HostGroup[] {
  const groups = new Map<string, { hosts: string[]; plan: HostPlan }>();
  for (const plan of hosts) {
    const said = JSON.stringify([plan.status, plan.reasons ?? [], plan.changes], withoutPast);
    // Texts of ten thousand hosts are not kept for the sake of comparing them.
    const key = createHash('sha256').update(said).digest('base64');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { hosts: [plan.host], plan });
    else group.hosts.push(plan.host);
  }
  return [...groups.values()];
}

/** What a step found before it is not what it does: equal files may have other times. */
function withoutPast(key: string, value: unknown): unknown {
  return key === 'was' ? undefined : value;
}

/** `web-1, web-2 and 8 more`; all of them where there are few, or `all` is asked for. Printable. */
export function groupName(hosts: readonly string[], all: boolean): string {
  if (all || hosts.length <= 3) return hosts.map(printable).join(', ');
  return `${hosts.slice(0, 2).map(printable).join(', ')} and ${hosts.length - 2} more`;
}
