import type { HostResult } from '../model/event.ts';
import type { HostPlan, Plan } from '../model/plan.ts';
import { printable } from '../model/printable.ts';
import { counted } from './counted.ts';
import { paint } from './paint.ts';
import type { TextOptions } from './text-style.ts';

/** A deployment that is over. */
export interface Deployed {
  readonly run: string;
  readonly results: readonly HostResult[];
  /** Where the backup is. */
  readonly backup: string | undefined;
}

/** What a deployment has changed, where what was there is kept, and the way back. */
export function deployText({ run, results, backup }: Deployed, plan: Plan, options: TextOptions): string {
  const p = paint(options.colour);
  const changed = new Set(results.filter(({ outcome }) => outcome === 'changed').map(({ host }) => host));
  const lines = plan.hosts.filter(({ host }) => changed.has(host)).map(hostLine);
  const kept = backup === undefined ? [] : [`backup: ${backup}`];
  const back = lines.length === 0 ? [] : [`way back: ${p.bold(`fleetwright rollback ${run}`)}`];
  const report = [...lines, ...kept, ...back];
  return report.length === 0 ? '' : ['', ...report, ''].join('\n');
}

/** `web-1: 1 tree, 2 units, 1 unit watched and well`. */
function hostLine({ host, changes }: HostPlan): string {
  const of = (kind: string): number => changes.filter(({ address }) => address.startsWith(`${kind}/`)).length;
  const watched = changes.flatMap(({ steps }) => steps).filter((step) => step.do === 'health').length;
  const parts = [
    ...(of('tree') > 0 ? [counted(of('tree'), 'tree')] : []),
    ...(of('unit') > 0 ? [counted(of('unit'), 'unit')] : []),
    ...(watched > 0 ? [`${counted(watched, 'unit')} watched and well`] : []),
  ];
  return `${printable(host)}: ${parts.join(', ')}`;
}
