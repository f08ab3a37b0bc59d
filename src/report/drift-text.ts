import type { Plan } from '../model/plan.ts';
import { counted } from './counted.ts';
import { hostBlocks, textOf } from './plan-text.ts';
import { hostCounts } from './plan-totals.ts';
import { textStyle } from './text-style.ts';
import type { TextOptions } from './text-style.ts';

/** A plan read as drift: which properties have moved from what is declared, and to what; not what would mend it. */
export function driftText(plan: Plan, options: TextOptions): string {
  const style = textStyle(options, 'drift');
  const legend = style.paint.dim('In texts, - is what the host has and + what is declared.');
  const { hosts, converged, changing, blocked, unreachable } = plan.summary;
  const blocks = hostBlocks(plan, style);
  if (converged === hosts)
    return textOf([...blocks, [style.paint.green(`${counted(hosts, 'host')}: no drift.`)]]);
  const totals = hostCounts(hosts, style.paint, [
    [changing, 'drifted', 'yellow'],
    [converged, 'as declared', 'green'],
    [blocked, 'blocked', 'red'],
    [unreachable, 'unreachable', 'red'],
  ]);
  return textOf([...blocks, [totals, ...(changing === 0 ? [] : [legend])]]);
}
