import { unifiedDiff } from '../../kinds/text-diff.ts';
import { addressOf } from '../../kinds/tree/name.ts';
import { entriesWords, size } from '../../kinds/tree/words.ts';
import { printable } from '../../model/printable.ts';
import type { Difference } from '../../model/plan.ts';
import { comingText, type ComingTree } from '../../report/exchange-text.ts';
import { jsonLine } from '../../report/json-line.ts';
import { syncText, type ConflictShown } from '../../report/sync-text.ts';
import type { TreeConflict, TreeHeld } from '../../snapshot/trees/merge.ts';
import { above, ancestors, type TreeEntry } from '../../snapshot/trees/state.ts';
import type { Frame } from '../frame.ts';
import type { Flags } from '../options.ts';
import { presentation } from '../presentation.ts';
import { shortPath } from '../units/keep-backup.ts';
import type { MergedTree } from './goal.ts';
import type { Texts } from './preview.ts';

/** The trees of one host, merged. */
export interface Shown {
  readonly host: string;
  readonly way: keyof typeof settling;
  readonly trees: readonly MergedTree[];
  /** What is shown of the host's files. */
  readonly texts: Texts;
}

/** Shows what comes here from a host, what is in conflict, and what stays; what goes there, its plan shows. */
export function showExchange({ host, way, trees, texts }: Shown, flags: Flags, frame: Frame): void {
  if (flags.json === true) {
    frame.out.write(jsonLine({ format: 1, type: 'exchange', host, trees: trees.map(asJson) }));
    return;
  }
  const options = presentation(frame.err, flags, frame);
  const conflicts = trees.flatMap((one) =>
    one.merge.conflicts.map((conflict) => shown(one, conflict, texts, host)),
  );
  const held = flags.quiet === true ? [] : trees.flatMap((one) => notesOf(one, host));
  const parts = [
    syncText(conflicts, held, options),
    flags.quiet === true
      ? ''
      : comingText(
          host,
          trees.map((one) => coming(one, texts, { isWhole: options.verbose, frame })),
          options,
        ),
  ];
  frame.err.write(parts.filter((part) => part !== '').join('\n'));
  if (trees.some(({ merge }) => merge.conflicts.some(({ why }) => why !== 'another sort')))
    frame.err.write(`\n${settling[way]} ${printable(host)} has it\n\n`);
}

const settling = {
  sync: '--prefer local settles conflicts as it is here, --prefer remote as',
  pull: '--prefer remote settles conflicts as',
} as const;

function asJson({ tree, root, merge, sides }: MergedTree): unknown {
  const { local, conflicts, held } = merge;
  const left = [...sides.left].map(([path, why]) => ({ path, why }));
  return { address: addressOf(tree), directory: root, ...local, conflicts, held, left };
}

function coming(one: MergedTree, texts: Texts, { isWhole, frame }: How): ComingTree {
  const { tree, root, merge, sides } = one;
  const { remove } = merge.local;
  const { named, unnamed } = inShort(one, isWhole);
  return {
    address: addressOf(tree),
    into: shortPath(root, frame),
    entries: [
      ...named.map((entry) => {
        const is = sides.local.get(entry.path);
        const why = merge.edited.has(entry.path) ? ' — in place of what was changed here' : '';
        return {
          sign: is === undefined ? ('+' as const) : ('~' as const),
          text: `${entryWords(entry, is)}${why}`,
        };
      }),
      ...[...unnamed].map(([directory, inside]) => ({
        sign: '+' as const,
        text: `${directory}/ with ${entriesWords(inside) ?? 'nothing in it'}`,
      })),
      ...remove.map((entry) => ({ sign: '-' as const, text: nameOf(entry) })),
    ],
    ...diffsOf(one, texts),
  };
}

interface How {
  /** Every name, however many there are. */
  readonly isWhole: boolean;
  readonly frame: Frame;
}

/** So many entries are named one by one. */
const mostNamed = 200;

/** Of very many entries, those in directories that are new are told in numbers. */
function inShort(
  { merge, sides }: MergedTree,
  isWhole: boolean,
): { readonly named: readonly TreeEntry[]; readonly unnamed: ReadonlyMap<string, readonly TreeEntry[]> } {
  const { put } = merge.local;
  if (isWhole || put.length <= mostNamed) return { named: put, unnamed: new Map() };
  const unnamed = new Map<string, TreeEntry[]>();
  const named: TreeEntry[] = [];
  for (const entry of put) {
    const path = [...ancestors(entry.path)].reverse().find((directory) => !sides.local.has(directory));
    const isNew = entry.type === 'directory' && !sides.local.has(entry.path) && entry.path !== '.';
    if (path !== undefined) unnamed.get(path)?.push(entry);
    else if (isNew) unnamed.set(entry.path, []);
    else named.push(entry);
  }
  return { named, unnamed };
}

function nameOf({ path, type }: TreeEntry): string {
  return type === 'directory' && path !== '.' ? `${path}/` : path;
}

function entryWords(entry: TreeEntry, is: TreeEntry | undefined): string {
  const words = [
    ...(entry.type === 'link' ? [`a link to ${entry.target ?? ''}`] : []),
    ...(entry.type === 'file' && entry.sha256 !== is?.sha256 ? [size(entry.size ?? 0)] : []),
    ...(is?.type === entry.type && is.mode !== entry.mode
      ? [`mode ${is.mode ?? ''} → ${entry.mode ?? ''}`]
      : []),
    ...(entry.type === 'file' && is?.type !== 'file' && entry.mode !== undefined && isExecutable(entry.mode)
      ? ['executable']
      : []),
  ];
  return words.length === 0 ? nameOf(entry) : `${nameOf(entry)} (${words.join(', ')})`;
}

function isExecutable(mode: string): boolean {
  return (Number.parseInt(mode, 8) & 0o111) !== 0;
}

function diffsOf(
  { tree, merge, sides, text }: MergedTree,
  texts: Texts,
): Pick<ComingTree, 'diffs' | 'notes'> {
  const diffs: { readonly field: string; readonly diff: string }[] = [];
  for (const { path } of merge.local.put) {
    const to = texts.get(tree.path)?.get(path);
    const from = sides.local.get(path)?.type === 'file' ? text(path) : null;
    if (to !== undefined && from !== undefined)
      diffs.push({ field: `files/${path}`, diff: unifiedDiff(`${tree.path}/${path}`, from, to) });
  }
  const hidden =
    merge.local.put.filter(
      ({ type, path, sha256 }) => type === 'file' && sides.local.get(path)?.sha256 !== sha256,
    ).length - diffs.length;
  const notes =
    hidden === 0
      ? []
      : [`${hidden} more without their contents; -v shows the small texts among those that are new`];
  return { diffs, notes };
}

const reasons: Readonly<Record<TreeConflict['why'], string>> = {
  'both changed': 'changed here and there since the last sync',
  'never agreed': 'differs, and no sync has found it the same yet',
  deleted: 'deleted on one side, changed on the other',
  'another sort': 'a directory on one side and none on the other: move one of them away by hand',
};

function shown(
  { tree, sides, text }: MergedTree,
  { path, why }: TreeConflict,
  texts: Texts,
  host: string,
): ConflictShown {
  const [here, there] = [sides.local.get(path), sides.remote.get(path)];
  const [from, to] = [here?.type === 'file' ? text(path) : undefined, texts.get(tree.path)?.get(path)];
  const differences: readonly Difference[] =
    from !== undefined && to !== undefined && from !== to
      ? [{ field: 'file', diff: unifiedDiff(`${tree.path}/${path}`, from, to) }]
      : [{ field: path, from: sideWords(here), to: sideWords(there) }];
  return {
    address: `${addressOf(tree)}/${path}`,
    sides: [{ of: `${reasons[why]}; from here to ${host}`, differences }],
  };
}

function sideWords(entry: TreeEntry | undefined): string {
  if (entry === undefined) return 'nothing';
  const { type, mode, target, size: bytes = 0 } = entry;
  if (type === 'link') return `a link to ${target ?? ''}`;
  const what = type === 'file' ? `a file of ${size(bytes)}` : 'a directory';
  return mode === undefined ? what : `${what}, mode ${mode}`;
}

function notesOf({ tree, merge, sides }: MergedTree, host: string): readonly string[] {
  // Of a directory that was deleted, what was in it is not told again.
  const gone = new Set(merge.held.map(({ path, why, on }) => `${on} ${why} ${path}`));
  const first = merge.held.filter(({ path, why, on }) => !gone.has(`${on} ${why} ${above(path)}`));
  const held = first.map((one) => `${tree.path}/${one.path} ${heldWords(one, host)}`);
  return [...held, ...[...sides.left].map(([path, why]) => `${tree.path}/${path} ${why}, and stays there`)];
}

function heldWords({ on, why }: TreeHeld, host: string): string {
  if (why === 'edited')
    return on === 'local'
      ? `was changed here only; --prefer remote brings what ${host} has`
      : `was deleted on ${host} and changed here; it stays`;
  return on === 'local'
    ? `was deleted here; it goes on ${host} with --delete`
    : `was deleted on ${host}; it goes here with --delete`;
}
