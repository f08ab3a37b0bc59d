import type { ManagerSeen } from '../actual.ts';
import type { ProposedStep, Scope } from '../../../model/step.ts';
import type { Part } from '../../part.ts';
import type { Link } from '../text/links.ts';
import type { Kept } from './kept.ts';
import type { Past } from './past.ts';

const linkings: ReadonlySet<string> = new Set(['enable', 'disable', 'reenable', 'mask', 'unmask']);

/**
 * Every link that the run's enabling, disabling and masking moved, as it was before; links that others made or took
 * away are none of its business. `others` are the units that the same run linked.
 */
export function linksBack(past: Past, kept: Kept, manager: ManagerSeen, others: readonly Past[]): Part {
  const { linksBefore } = kept;
  if (!past.steps.some(isLinking) || linksBefore === undefined) return {};
  const files = new Set(
    others.flatMap(({ steps }) => steps.flatMap((step) => ('path' in step ? [step.path] : []))),
  );
  const left = kept.linksAfter ?? assumed(linksBefore, manager.links, others);
  const own = moved(linksBefore, left).filter(
    (path) => !files.has(path) && ownerOf(path, [...linksBefore, ...left], others) === past,
  );
  const [before, now] = [targets(linksBefore), targets(manager.links)];
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

/** A run that was cut short has not said what it left: what is there now of the units that it linked counts as its own. */
function assumed(before: readonly Link[], now: readonly Link[], all: readonly Past[]): readonly Link[] {
  const concerns = (link: Link): boolean => linked(all).some(({ unit }) => isNamed(unit.name, link));
  return [...before.filter((link) => !concerns(link)), ...now.filter(concerns)];
}

function moved(linksBefore: readonly Link[], linksAfter: readonly Link[]): readonly string[] {
  const [before, after] = [targets(linksBefore), targets(linksAfter)];
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path));
}

/** The unit whose link it is by one of the link's two names; else the first that was linked, which has it in Also=. */
function ownerOf(path: string, links: readonly Link[], all: readonly Past[]): Past | undefined {
  const those = links.filter((link) => link.path === path);
  return linked(all).find(({ unit }) => those.some((link) => isNamed(unit.name, link))) ?? linked(all)[0];
}

function linked(all: readonly Past[]): readonly Past[] {
  return all.filter(({ steps }) => steps.some(isLinking));
}

function isNamed(name: string, { path, target }: Link): boolean {
  return base(path) === name || base(target) === name;
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
