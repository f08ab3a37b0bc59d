import type { ManagerSeen } from '../actual.ts';
import type { ProposedStep, Scope } from '../../../model/step.ts';
import type { Part } from '../part.ts';
import type { Link } from '../text/links.ts';
import type { Kept } from './kept.ts';
import type { Past } from './past.ts';

const linkings: ReadonlySet<string> = new Set(['enable', 'disable', 'reenable', 'mask', 'unmask']);

/**
 * Every link that the run's enabling, disabling and masking moved, as it was before; links that others made or took
 * away are none of its business. `others` are the units that the same run linked.
 */
export function linksBack(past: Past, kept: Kept, manager: ManagerSeen, others: readonly Past[]): Part {
  if (!past.steps.some(isLinking) || kept.linksBefore === undefined) return {};
  const files = new Set(
    others.flatMap(({ steps }) => steps.flatMap((step) => ('path' in step ? [step.path] : []))),
  );
  const own = moved(kept).filter((path) => !files.has(path) && ownerOf(path, kept, others) === past);
  const [before, now] = [targets(kept.linksBefore), targets(manager.links)];
  const differ = own.filter((path) => before.get(path) !== now.get(path));
  const rests = ['links'];
  if (differ.length === 0) return { rests };
  const names = (paths: readonly string[]): string => paths.map(shortened).join(', ') || 'none';
  const from = names(differ.filter((path) => now.has(path)));
  const to = names(differ.filter((path) => before.has(path)));
  const steps = differ.map((path) => stepTo(path, past.unit.scope, before.get(path), now.get(path)));
  return { rests, differences: [{ field: 'links', from, to }], steps };
}

function stepTo(path: string, scope: Scope, then: string | undefined, now: string | undefined): ProposedStep {
  const was = now === undefined ? null : `link:${now}`;
  const base = { phase: 'enablement', scope, path, was, because: 'as it was before the run' } as const;
  return then === undefined ? { do: 'remove', ...base } : { do: 'link', ...base, target: then };
}

/** Without its own word on what it left (it was cut short), all that differed from before counts as the run's. */
function moved({ linksBefore = [], linksAfter }: Kept): readonly string[] {
  const before = targets(linksBefore);
  if (linksAfter === undefined) return [...before.keys()];
  const after = targets(linksAfter);
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path));
}

/** The unit whose link it is by one of the link's two names; else the first that was linked, which has it in Also=. */
function ownerOf(
  path: string,
  { linksBefore = [], linksAfter = [] }: Kept,
  all: readonly Past[],
): Past | undefined {
  const linked = all.filter(({ steps }) => steps.some(isLinking));
  const names = [
    path,
    ...[...linksBefore, ...linksAfter].flatMap((link) => (link.path === path ? [link.target] : [])),
  ];
  return linked.find(({ unit }) => names.map(base).includes(unit.name)) ?? linked[0];
}

function isLinking(step: { readonly do: string }): boolean {
  return linkings.has(step.do);
}

function targets(links: readonly Link[]): ReadonlyMap<string, string> {
  return new Map(links.map(({ path, target }) => [path, target]));
}

/** `multi-user.target.wants/a.service` of a link in a dependency directory, else the last part. */
export function shortened(path: string): string {
  return path
    .split('/')
    .slice(/\.(wants|requires|upholds)\//.test(path) ? -2 : -1)
    .join('/');
}

function base(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
