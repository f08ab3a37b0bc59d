import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

import { listTree } from '../../desire/tree/list-tree.ts';
import { treesBelow } from '../../kinds/tree/compare.ts';
import type { KindResources } from '../../kinds/kind.ts';
import type { DesiredTree } from '../../kinds/tree/desired.ts';
import { tree as treeKind } from '../../kinds/tree/index.ts';
import { without } from '../../model/without.ts';
import type { TreeMoves } from '../../snapshot/trees/merge.ts';
import { localState, type Skips, type TreeState } from '../../snapshot/trees/state.ts';
import { readTreeBase, treeBaseFile } from '../../snapshot/trees/tree-base.ts';
import { onDisk } from '../sync-state.ts';

/** A declared tree and the directory here that it is exchanged with. */
export interface LocalTree {
  readonly tree: DesiredTree;
  /** The directory here. */
  readonly root: string;
  readonly state: TreeState;
  /** A small text here. */
  readonly text: (path: string) => string | undefined;
  /** What is no part of this tree. */
  readonly skips: Skips;
  /** What was last agreed on, and where that is kept; a copy beside the source agrees on nothing. */
  readonly base?: TreeState;
  readonly baseFile?: string;
}

/** Where trees come to: their sources, with what was agreed on kept in a directory; or below another directory. */
export type Into = { readonly to: string } | { readonly bases: string };

/** The trees among what is declared for a host. */
export function treesOf(resources: readonly KindResources[]): readonly DesiredTree[] {
  return resources.flatMap(({ kind, desired }) =>
    kind.name === treeKind.name ? (desired as readonly DesiredTree[]) : [],
  );
}

/** The declared trees of a host as they are here; a string says what is wrong. */
export async function localTrees(
  trees: readonly DesiredTree[],
  into: Into,
): Promise<readonly LocalTree[] | string> {
  const found: LocalTree[] = [];
  for (const tree of trees) {
    const others = trees.filter((other) => other !== tree).map(({ path }) => path);
    const elsewhere = treesBelow(tree, others);
    const skips: Skips = (path, isDirectory) => elsewhere(path) || tree.skips?.(path, isDirectory) === true;
    const local = 'to' in into ? beside(tree, skips, into.to) : await inSource(tree, skips, into.bases);
    if (typeof local === 'string') return local;
    found.push(local);
  }
  return found;
}

async function inSource(tree: DesiredTree, skips: Skips, bases: string): Promise<LocalTree | string> {
  const baseFile = treeBaseFile(bases, tree.path);
  const read = await onDisk(readTreeBase(baseFile, tree.path));
  if ('problem' in read) return read.problem;
  const entries = [...tree.entries.values()].filter(({ path, type }) => !skips(path, type === 'directory'));
  return {
    ...{ tree, skips, baseFile, root: tree.source ?? '', text: tree.text },
    state: localState(entries, tree),
    ...(read.state !== undefined && { base: read.state }),
  };
}

/** A copy beside the source has the permissions of the host. */
function beside(declared: DesiredTree, skips: Skips, to: string): LocalTree | string {
  const tree = without(declared, 'fixedModes');
  const root = resolve(to, tree.path.slice(1));
  if (!existsSync(root)) return { tree, root, skips, state: new Map(), text: () => undefined };
  const listed = listNow({ tree, root, skips });
  return typeof listed === 'string' ? listed : { tree, root, skips, ...listed };
}

type Listed = Pick<LocalTree, 'state' | 'text'>;

function listNow({ tree, root, skips }: Pick<LocalTree, 'tree' | 'root' | 'skips'>): Listed | string {
  const listed = listTree(root, { key: '', skips });
  if (!('entries' in listed)) return listed.message;
  const entries = listed.entries.map((one) => ({
    ...one,
    mode: (one.mode & 0o777).toString(8).padStart(4, '0'),
  }));
  return { state: localState(entries, tree), text: listed.text };
}

/** Looks again at what is to be replaced or deleted here. Says what has changed since the plan was made. */
export function changedHere(local: LocalTree, { put, remove }: TreeMoves): string | undefined {
  if (!existsSync(local.root)) return local.state.size === 0 ? undefined : `${local.root} went away`;
  const listed = listNow(local);
  if (typeof listed === 'string') return listed;
  const moved = [...put, ...remove].find(({ path }) => {
    const [before, now] = [local.state.get(path), listed.state.get(path)];
    return before?.type !== now?.type || before?.sha256 !== now?.sha256 || before?.target !== now?.target;
  });
  return moved && `${moved.path} has changed here since the plan was made`;
}
