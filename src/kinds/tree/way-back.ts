import type { Change } from '../../model/plan.ts';
import type { Probe, Sections } from '../../model/probe.ts';
import type { Step, TreePut, TreeRemoval } from '../../model/step.ts';
import type { Finding, PastRun, PlanContext } from '../kind.ts';
import type { Actual, SeenEntry, TreeSeen } from './actual.ts';
import { evidenceOf } from './compare.ts';
import type { DesiredTree } from './desired.ts';
import { differencesOf } from './differences.ts';
import { noSpace, unfit } from './guards.ts';
import { addressOf, named, treeKey } from './name.ts';
import { probe } from './probe.ts';
import { read } from './read.ts';
import { readListing } from './read-listing.ts';
import { restartsOf } from './restarts.ts';

type Placed = Step & { readonly do: 'place' };

/** Ends of a run that leave nothing to go back from. */
const withoutTrace: ReadonlySet<string> = new Set(['rolled-back', 'interrupted', 'stale', 'refused']);

/** What the host kept of a tree before the run. */
interface Kept {
  /** How the run ended there; undefined while it has no end. */
  readonly result: string | undefined;
  readonly entries: ReadonlyMap<string, SeenEntry>;
}

/** Trees as they are, and what the host kept of them; null where it has no record of the run. */
export interface SeenBack {
  readonly actual: Actual;
  readonly kept: ReadonlyMap<string, Kept | null>;
}

/** The trees that the run changed, and what the host kept of them. */
export function probeBack({ id, changes }: PastRun): readonly Probe[] {
  return changes.flatMap((change) => [
    ...probe([treeOf(change)]),
    { libraries: ['tree-back'], function: 'look_kept_tree', args: [id, treeKey(treeOf(change).path)] },
  ]);
}

export function readBack({ id, changes }: PastRun, sections: Sections): SeenBack | string {
  const trees = changes.map(treeOf);
  const actual = read(sections, trees);
  if (typeof actual === 'string') return actual;
  const kept = new Map<string, Kept | null>();
  for (const { path } of trees) {
    const one = readKept(sections, treeKey(path));
    if (typeof one === 'string') return `${one} of run ${id}`;
    kept.set(path, one);
  }
  return { actual, kept };
}

function readKept(sections: Sections, key: string): Kept | null | string {
  const record = Buffer.from(sections.get(`kept:${key}:record`) ?? new Uint8Array()).toString('utf8');
  const [kept, result = ''] = record.split('\n');
  if (kept !== 'kept=yes') return null;
  const entries = readListing(sections.get(`kept:${key}:list`) ?? new Uint8Array());
  if (entries === null) return 'the list of what the host kept makes no sense';
  return { result: result === '' ? undefined : result.split(' ')[0], entries };
}

/** What leads each tree back to where it was before the run, whoever changed it since. */
export function compareBack(
  { id, changes }: PastRun,
  { actual, kept }: SeenBack,
  context: PlanContext,
): readonly Finding[] {
  return changes.map((change): Finding => {
    const tree = treeOf(change);
    const [then, seen] = [kept.get(tree.path), actual.get(tree.path)];
    const nothing = { address: addressOf(tree), evidence: {}, differences: [], steps: [] };
    if (!then || seen === undefined)
      return {
        ...nothing,
        blocked: [`this host has no record of run ${id}: it keeps the last 20, or was installed anew`],
      };
    const past = change.steps.find((step): step is Placed => step.do === 'place');
    if (past === undefined || withoutTrace.has(then.result ?? '')) return nothing;
    const unfitness = unfit(tree, seen);
    if (unfitness.length > 0) return { ...nothing, blocked: unfitness };
    return findingOf(id, tree, { past, seen, then }, context);
  });
}

interface Turn {
  readonly past: Placed;
  readonly seen: TreeSeen;
  readonly then: Kept;
}

function findingOf(run: string, tree: DesiredTree, turn: Turn, context: PlanContext): Finding {
  const { past, seen } = turn;
  const put = [...past.remove, ...past.put].flatMap((one) => putBack(one, turn));
  const remove = past.put.flatMap((one) => removeAgain(one, turn));
  const changes = { put, remove, obstacles: [] };
  const moves = put.length + remove.length > 0;
  const restarts = restartsOf(past.restarts, { ...seen, changedAt: undefined }, moves, context);
  const step = {
    do: 'place',
    phase: 'content',
    scope: 'system',
    path: tree.path,
    key: past.key,
    restarts: past.restarts,
    ...(past.atomic === true && { atomic: true as const }),
  } as const;
  const parents = seen.parents.map(({ record }) => record);
  const because = 'as it was before the run';
  const changed = past.put
    .filter((one) => hasChangedSince(one, seen))
    .map(({ path }) => `${tree.path}/${path}`);
  const blocked = [...noSpace(tree, seen, changes), ...restarts.blocked];
  return {
    address: addressOf(tree),
    evidence: evidenceOf(seen, changes),
    differences: differencesOf(tree, seen, changes),
    steps: [...(moves ? [{ ...step, from: { run }, parents, put, remove, because }] : []), ...restarts.steps],
    ...(blocked.length > 0 && { blocked }),
    warnings: changed
      .slice(0, 5)
      .map((path) => `${path} has been changed since run ${run}; the way back undoes that too`),
  };
}

/** What the run replaced or deleted; directories are known by what the plan saw of them. */
function putBack({ path, was, type }: TreePut | TreeRemoval, { seen, then }: Turn): readonly TreePut[] {
  const is = seen.entries.get(path);
  if (was === null || is?.record === was) return [];
  const now = is?.record ?? null;
  if (was.startsWith('d ')) {
    const [, mode = '755', owner = 'root:root'] = was.split(' ');
    return [
      {
        path,
        type: 'directory',
        mode: mode.padStart(4, '0'),
        owner,
        was: is?.type === 'directory' ? now : null,
      },
    ];
  }
  const kept = then.entries.get(path);
  if (kept === undefined || kept.type === 'other' || kept.type === 'directory') return [];
  const base = { path, type: kept.type, owner: kept.owner, was: now };
  if (type === 'directory' || kept.type === 'link')
    return [{ ...base, ...(kept.target !== undefined && { target: kept.target }) }];
  return [{ ...base, mode: kept.mode.padStart(4, '0'), size: kept.size }];
}

/** What the run added. */
function removeAgain({ path, was }: TreePut, { past, seen }: Turn): readonly TreeRemoval[] {
  const is = seen.entries.get(path);
  if (was !== null || is === undefined || is.type === 'other') return [];
  // A directory in place of a file, or the other way round: it goes unless it is what was there before.
  const before = past.remove.find((one) => one.path === path);
  if (before !== undefined && (before.type === 'directory') === (is.type === 'directory')) return [];
  return [{ path, type: is.type, was: is.record }];
}

/** Whether somebody, or a later run, has changed what the run put there; a time that differs says so. */
function hasChangedSince({ path, type, size, modified, here }: TreePut, seen: TreeSeen): boolean {
  const is = seen.entries.get(path);
  if (here === true) return is?.size !== size;
  if (is === undefined) return true;
  if (is.type !== type || type !== 'file') return is.type !== type;
  return is.size !== size || Math.floor(Number(is.record.split(' ')[4])) !== modified;
}

function treeOf({ address, steps }: Change): DesiredTree {
  const tree = named(address.slice(address.indexOf('/') + 1));
  const past = steps.find((step): step is Placed => step.do === 'place');
  return { ...tree, restarts: past?.restarts ?? [] };
}
