import { createHash } from 'node:crypto';
import type { Address } from '../../model/address.ts';
import type { DesiredTree } from './desired.ts';

/** The name behind `tree/`: the path without its first slash. */
export function identify({ path }: Pick<DesiredTree, 'path'>): string {
  return path.slice(1);
}

export function addressOf(tree: Pick<DesiredTree, 'path'>): Address {
  return `tree/${identify(tree)}`;
}

/** Names a tree where a path cannot stand: in the names of sections and of the host's own records. */
export function treeKey(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 16);
}

/** The least that a name says: enough to look at the directory. */
export function named(name: string): DesiredTree {
  return {
    path: `/${name}`,
    entries: new Map(),
    shields: () => false,
    isSecret: () => false,
    pruned: [],
    delete: 'none',
    restarts: [],
    text: () => undefined,
  };
}
