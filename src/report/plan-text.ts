import type { HostPlan, Plan } from '../model/plan.ts';
import { printable } from '../model/printable.ts';
import { changeText, signBrush } from './change-text.ts';
import type { TextStyle } from './change-text.ts';
import { groupHosts, groupName } from './host-groups.ts';
import type { HostGroup } from './host-groups.ts';
import { paint } from './paint.ts';
import { totals } from './plan-totals.ts';
import { columns, wrap } from './wrap.ts';

export interface PlanTextOptions {
  /** Columns to fill; 80 reads well everywhere. */
  readonly width: number;
  readonly colour: boolean;
  /** Diffs whole, all host names, converged hosts too. */
  readonly verbose: boolean;
  /** What to type next, shown last. */
  readonly next?: string;
  /** What has moved, without the steps that would mend it. */
  readonly drift?: boolean;
}

/** A plan for a person: groups of hosts with the same changes, doubts, who cannot be reached, totals. Ends with a newline. */
export function planText(plan: Plan, options: PlanTextOptions): string {
  const style = { width: options.width, verbose: options.verbose, paint: paint(options.colour) };
  const groups = groupHosts(plan.hosts);
  const blocks = [
    ...ofStatus(groups, 'changing').map((group) => changingBlock(group, style, options.drift !== true)),
    ...ofStatus(groups, 'converged').flatMap((group) => convergedBlock(group, style)),
    ...ofStatus(groups, 'blocked').map((group) =>
      stoppedBlock(group, 'blocked; nothing on it will be touched', style),
    ),
    ...ofStatus(groups, 'unreachable').map((group) => stoppedBlock(group, 'unreachable', style)),
    totals(plan, options, style),
  ];
  return `${blocks.map((block) => block.join('\n')).join('\n\n')}\n`;
}

function ofStatus(groups: readonly HostGroup[], status: HostPlan['status']): readonly HostGroup[] {
  return groups.filter((group) => group.plan.status === status);
}

function changingBlock(group: HostGroup, style: TextStyle, withSteps: boolean): readonly string[] {
  const changes = group.plan.changes.map((change) => changeText(change, style, withSteps).join('\n'));
  return [title(group, '', style), ...notes(group.plan.warnings, 'warning', style), changes.join('\n\n')];
}

/** Hosts with nothing to do have no block of their own, unless there is a doubt about them. */
function convergedBlock(group: HostGroup, style: TextStyle): readonly (readonly string[])[] {
  const doubtful = (group.plan.warnings ?? []).length > 0;
  if (!doubtful && !style.verbose) return [];
  return [[title(group, 'nothing to do', style), ...notes(group.plan.warnings, 'warning', style)]];
}

function stoppedBlock(group: HostGroup, word: string, style: TextStyle): readonly string[] {
  const changes = group.plan.changes.map((change) => changeText(change, style, false).join('\n'));
  return [
    `${signBrush('!', style.paint)('!')} ${title(group, word, style)}`,
    ...notes(group.plan.reasons, undefined, style),
    ...notes(group.plan.warnings, 'warning', style),
    ...changes,
  ];
}

function title(group: HostGroup, word: string, style: TextStyle): string {
  const name = printable(groupName(group.hosts, style.verbose));
  const alike = group.hosts.length > 3 && !style.verbose ? `${group.hosts.length} hosts alike` : '';
  const rest = [word, alike].filter((part) => part !== '').join(' · ');
  const lines = wrap(name, style.width).map((line) => style.paint.bold(line));
  return `${lines.join('\n')}${rest === '' ? '' : ` ${style.paint.dim(`— ${rest}`)}`}`;
}

function notes(
  texts: readonly string[] | undefined,
  label: string | undefined,
  style: TextStyle,
): readonly string[] {
  const lead = label === undefined ? '' : `${label}: `;
  return (texts ?? []).flatMap((text) =>
    wrap(`${lead}${printable(text)}`, style.width - 6).map((line, i) => {
      const painted =
        label !== undefined && i === 0 ? style.paint.yellow(lead) + line.slice(columns(lead)) : line;
      return `    ${i === 0 ? '' : '  '}${painted}`;
    }),
  );
}
