import { unfit } from '../../kinds/tree/guards.ts';
import { tree as treeKind } from '../../kinds/tree/index.ts';
import type { Actual, TreeSeen } from '../../kinds/tree/actual.ts';
import { printable } from '../../model/printable.ts';
import { printfWords } from '../../observe/printf-words.ts';
import { readTreeHashes as askHashes } from '../../observe/read-tree.ts';
import type { TreeSides } from '../../snapshot/trees/merge.ts';
import { readTreeHashes } from '../../snapshot/trees/read-hashes.ts';
import { byDirectory, remoteState, withHashes, type TreeState } from '../../snapshot/trees/state.ts';
import { lookAt } from '../look.ts';
import type { Reach } from '../reach.ts';
import type { LocalTree } from './local-trees.ts';

/** A declared tree here, and how it is on the host. */
export interface SeenTree extends LocalTree {
  readonly seen: TreeSeen;
  readonly sides: TreeSides;
}

/** Why a host could not be looked at, or makes no sense. */
export interface Unseen {
  readonly unseen: string;
}

/**
 * Looks at trees of a host: one look that lists them, then the hash of each file. Changes nothing there. A string says
 * what is wrong with what was seen.
 */
export async function seeTrees(
  locals: readonly LocalTree[],
  host: string,
  reach: Reach,
  stop: AbortSignal,
): Promise<readonly SeenTree[] | Unseen | string> {
  const desired = locals.map(({ tree }) => ({
    ...{ ...tree, entries: new Map(), restarts: [] },
    delete: 'none' as const,
  }));
  const observed = await lookAt(
    { host: { name: host }, resources: [{ kind: treeKind, desired }] },
    reach,
    stop,
  );
  if ('unseen' in observed) return observed;
  const actual = observed.actuals[0] as Actual;
  const found: SeenTree[] = [];
  for (const local of locals) {
    const seen = actual.get(local.tree.path);
    const sides = seen && (await sidesOf(local, seen, { host, reach, stop }));
    if (seen === undefined || sides === undefined) return `${local.tree.path} was not looked at`;
    if (typeof sides === 'string') return printable(sides);
    if ('unseen' in sides) return sides;
    found.push({ ...local, seen, sides });
  }
  return found;
}

interface Way {
  readonly host: string;
  readonly reach: Reach;
  readonly stop: AbortSignal;
}

async function sidesOf(local: LocalTree, seen: TreeSeen, way: Way): Promise<TreeSides | Unseen | string> {
  const { tree } = local;
  const [why] = unfit(tree, seen);
  if (why !== undefined) return why;
  const root = seen.entries.get('.');
  if (root === undefined) return `${tree.path} is not there; push it first`;
  if (root.type !== 'directory') return `${tree.path} is not a directory`;
  const read = remoteState(tree, seen, local.skips);
  if (typeof read === 'string') return { unseen: read };
  const remote = await hashed(read.state, tree.path, way);
  if (typeof remote === 'string' || 'unseen' in remote) return remote;
  return {
    ...{ base: local.base, local: local.state, remote, left: read.left },
    ...{ placed: seen.placed, skips: local.skips, shields: tree.shields },
  };
}

async function hashed(
  state: TreeState,
  root: string,
  { host, reach, stop }: Way,
): Promise<TreeState | Unseen | string> {
  const files = byDirectory([...state.values()].filter(({ type }) => type === 'file'));
  if (files.length === 0) return state;
  const connection = await reach.connect(host, false);
  if ('type' in connection) return { unseen: connection.message };
  const words = printfWords(files.map(({ path }) => path));
  const maxBytes = words.length * 2 + files.length * 100 + (1 << 20);
  const output = await askHashes(connection, { root, words, maxBytes, signal: stop });
  if (typeof output === 'string') return output;
  const hashes = readTreeHashes(output);
  if (hashes === undefined)
    return { unseen: `the host's answer about ${root} makes no sense, or is not whole` };
  const whole = withHashes(state, hashes);
  return typeof whole === 'string' ? `${root}/${whole} went away while it was read; try again` : whole;
}
