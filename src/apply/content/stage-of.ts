import type { Placing } from '../../model/step.ts';

/**
 * Where a run's new entries wait: beside the tree, on its file system, or beside the first directory on the way to it that
 * is not there yet. Nobody but root may write there, or the plan would be blocked.
 */
export function stageOf({ path, parents }: Placing, run: string): string {
  const beside = pathOf(parents.at(-1) ?? 'd 755 root /');
  const name = path.slice(path.lastIndexOf('/') + 1);
  return `${beside === '/' ? '' : beside}/.${name}.fleetwright-${run}`;
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

/** The path in `TYPE MODE USER PATH`. */
function pathOf(record: string): string {
  return record.split(' ').slice(3).join(' ');
}
