import type { Placing } from '../../model/step.ts';

/**
 * Where a run's new entries wait: on the tree's file system, in the last directory on the way to it that is root's, as are
 * all above. In one of the tree's owner, the owner could put another stage in its place, and root would act on that.
 */
export function stageOf({ key, parents }: Placing, run: string): string {
  const strange = parents.findIndex((record) => userOf(record) !== 'root');
  const beside = pathOf((strange === -1 ? parents : parents.slice(0, strange)).at(-1) ?? 'd 755 root /');
  return `${beside === '/' ? '' : beside}/.${key}.fleetwright-${run}`;
}

/** What `tree_parents` prints of the directories on the way, as the plan saw them. */
export function parentsText({ parents }: Placing): string {
  return parents.join('\n');
}

/** The directories on the way that are not there, the deepest first. */
export function missingParents({ path, parents }: Placing): readonly string[] {
  const parts = path.split('/').slice(1, -1);
  const all = parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`);
  return all.slice(parents.length - 1).reverse();
}

/** As `place_tree` and `undo_tree` take it. */
export function atomicWord({ atomic }: Placing): 'yes' | 'no' {
  return atomic === true ? 'yes' : 'no';
}

function userOf(record: string): string {
  return record.split(' ')[2] ?? '';
}

/** The path in `TYPE MODE USER PATH`. */
function pathOf(record: string): string {
  return record.split(' ').slice(3).join(' ');
}
