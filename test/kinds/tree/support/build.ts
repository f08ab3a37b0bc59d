import type { ListedEntry, PlanContext, Sources, TreeListing } from '../../../../src/kinds/kind.ts';
import type { SeenEntry, SeenParent, TreeSeen } from '../../../../src/kinds/tree/actual.ts';
import { compare } from '../../../../src/kinds/tree/compare.ts';
import type { DesiredTree } from '../../../../src/kinds/tree/desired.ts';
import { resolve } from '../../../../src/kinds/tree/resolve.ts';
import type { TreeSpec } from '../../../../src/kinds/tree/spec.gen.ts';

export const context: PlanContext = { allowCritical: false, includes: () => true };
export const path = '/opt/app';

/** A hash that tells texts apart. */
export function hash(text: string): string {
  return Buffer.from(text).toString('hex').padEnd(64, '0').slice(0, 64);
}

/** A listing: a text is a file, null a directory, `→x` a link to x. */
export function listing(files: Readonly<Record<string, string | null>>, mode = 0o644): TreeListing {
  const all: Readonly<Record<string, string | null>> = { '.': null, ...files };
  const entries = Object.entries(all).map(([name, text]): ListedEntry => {
    const base = { path: name, size: 0, modified: 100 };
    if (text === null) return { ...base, type: 'directory', mode: 0o755 };
    if (text.startsWith('→')) return { ...base, type: 'link', mode: 0o777, target: text.slice(1) };
    return { ...base, type: 'file', mode, size: text.length, sha256: hash(text) };
  });
  return { root: '/here/app', entries, text: (name) => files[name] ?? undefined };
}

export function sources(list: TreeListing | string, classes = { data: true, secrets: false }): Sources {
  return {
    vars: {},
    text: (file) => ({ severity: 'error', message: file }),
    place: (file, line) => ({ file, line, column: 1 }),
    classes,
    updater: '',
    tree: (_, filter) =>
      typeof list === 'string'
        ? { severity: 'error', message: list }
        : {
            ...list,
            entries: list.entries.filter((one) => !filter.skips(one.path, one.type === 'directory')),
          },
  };
}

export function desired(
  files: Readonly<Record<string, string | null>>,
  spec: Partial<TreeSpec> = {},
): DesiredTree {
  const [tree] = resolve({ source: 'app', path, ...spec }, sources(listing(files))).desired;
  if (tree === undefined) throw new Error('no tree');
  return tree;
}

/** What a host has: as in `listing`, or an entry as it is seen. */
export function seen(
  files: Readonly<Record<string, string | null | SeenEntry>> | undefined,
  more: Partial<TreeSeen> = {},
): TreeSeen {
  const all: Readonly<Record<string, string | null | SeenEntry>> =
    files === undefined ? {} : { '.': null, ...files };
  const entries = Object.entries(all).map(([name, text]): SeenEntry => {
    if (text !== null && typeof text === 'object') return text;
    const base = { path: name, mode: '644', owner: 'root:root', size: 0 };
    if (text === null)
      return { ...base, type: 'directory', mode: '755', device: '1', record: 'd 755 root:root' };
    if (text.startsWith('→'))
      return { ...base, type: 'link', target: text.slice(1), record: 'l root:root 9.5' };
    const size = text.length;
    return { ...base, type: 'file', size, sha256: hash(text), record: `f 644 root:root ${size} 9.5` };
  });
  return {
    ...{
      hasTools: true,
      hasOwner: true,
      exchanges: true,
      isSame: false,
      parents: ['/', '/opt'].map((one) => parent(one)),
    },
    entries: new Map(entries.map((one) => [one.path, one])),
    ...{
      placed: new Set<string>(),
      changedAt: undefined,
      free: { bytes: 1e12, inodes: 1e6 },
      freeForSaved: undefined,
    },
    ...{ units: new Map(), texts: new Map() },
    ...more,
  };
}

export function parent(name: string, more: Partial<SeenParent> = {}): SeenParent {
  const base = { type: 'directory', mode: '755', user: 'root', group: 'root', device: '1' } as const;
  return { path: name, ...base, record: `d 755 root ${name}`, ...more };
}

export function found(tree: DesiredTree, actual: TreeSeen, more: Partial<PlanContext> = {}) {
  const [finding] = compare([tree], new Map([[tree.path, actual]]), { ...context, ...more });
  if (finding === undefined) throw new Error('nothing was found');
  const step = finding.steps.find((one) => one.do === 'place');
  return {
    ...finding,
    put: step?.put.map(({ path: name }) => name) ?? [],
    remove: step?.remove.map(({ path: name }) => name) ?? [],
    step,
  };
}
