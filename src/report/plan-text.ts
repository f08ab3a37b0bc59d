import type { HostPlan, HostStatus, Plan } from '../model/plan.ts';
import { printable } from '../model/printable.ts';
import { changeText, signBrush } from './change-text.ts';
import { groupHosts, groupName } from './host-groups.ts';
import type { HostGroup } from './host-groups.ts';
import { planTotals } from './plan-totals.ts';
import { textStyle } from './text-style.ts';
import type { TextOptions, TextStyle } from './text-style.ts';
import { wrap } from './wrap.ts';

export interface PlanTextOptions extends TextOptions {
  /** The command to type next, shown last where there is something to do. */
  readonly next?: string;
}

/** Groups of hosts whose diffs are shown unless -v was given; of further ones only how much their texts differ. */
const groupsWithDiffs = 8;

/** A plan for a person: hosts with the same changes together, doubts, who is left out and why, totals. */
export function planText(plan: Plan, options: PlanTextOptions): string {
  const style = textStyle(options, 'plan');
  return textOf([...hostBlocks(plan, style), planTotals(plan, options.next, style)]);
}

/** Blocks of lines with an empty line between them. */
export function textOf(blocks: readonly (readonly string[])[]): string {
  return `${blocks.map((block) => block.join('\n')).join('\n\n')}\n`;
}

/** A plan's hosts: those that change, those that warn, and, last because it needs somebody, those that are left out. */
export function hostBlocks(plan: Plan, style: TextStyle): readonly (readonly string[])[] {
  const groups = groupHosts(plan.hosts);
  const of = (status: HostStatus): readonly HostGroup[] =>
    groups.filter((group) => group.plan.status === status);
  const concise = style.verbose ? style : { ...style, diffs: 'counts' as const };
  return [
    ...of('changing').map((group, i) => changingBlock(group, i < groupsWithDiffs ? style : concise)),
    ...(style.verbose ? of('converged').map((group) => [title(group, 'nothing to do', style)]) : []),
    ...warningsBlock(plan.hosts, style),
    ...of('blocked').map((group) => stoppedBlock(group, blockedWords[style.tells], style)),
    ...of('unreachable').map((group) => stoppedBlock(group, 'unreachable', style)),
  ];
}

const blockedWords = { plan: 'blocked; nothing there will be touched', drift: 'cannot be as declared' };

function changingBlock(group: HostGroup, style: TextStyle): readonly string[] {
  const changes = group.plan.changes.map((change) => changeText(change, style).join('\n'));
  return [title(group, '', style), changes.join('\n\n')];
}

function stoppedBlock(group: HostGroup, word: string, style: TextStyle): readonly string[] {
  return [
    `${signBrush('!', style.paint)('!')} ${title(group, word, style)}`,
    ...(group.plan.reasons ?? []).flatMap((reason) => hanging(printable(reason), style.width)),
    ...(style.tells === 'drift' ? group.plan.changes.flatMap((change) => changeText(change, style)) : []),
  ];
}

function title(group: HostGroup, word: string, style: TextStyle): string {
  const alike = group.hosts.length > 3 && !style.verbose ? `${group.hosts.length} hosts alike` : '';
  const rest = [word, alike].filter((part) => part !== '').join(' · ');
  const names = wrap(groupName(group.hosts, style.verbose), style.width).map((line) =>
    style.paint.bold(line),
  );
  return `${names.join('\n')}${rest === '' ? '' : ` ${style.paint.dim(`— ${rest}`)}`}`;
}

/** Each warning once, with the hosts it is about. */
function warningsBlock(hosts: readonly HostPlan[], style: TextStyle): readonly (readonly string[])[] {
  const byText = new Map<string, string[]>();
  for (const { host, warnings = [] } of hosts) {
    for (const text of warnings) {
      const names = byText.get(text) ?? [];
      names.push(host);
      byText.set(text, names);
    }
  }
  return [...byText].map(([text, names]) => [
    `${style.paint.yellow('warning')} ${style.paint.dim('—')} ${groupName(names, style.verbose)}`,
    ...hanging(printable(text), style.width),
  ]);
}

function hanging(text: string, width: number): readonly string[] {
  return wrap(text, width - 6).map((line, i) => `${i === 0 ? '    ' : '      '}${line}`);
}
