import type { Diagnostic } from '../../model/diagnostic.ts';
import type { ListedEntry, Sources, TreeClasses, TreeListing } from '../kind.ts';
import type { DesiredTree, Wanted } from './desired.ts';
import { matcher, matcherOfAny, plainNames } from './patterns.ts';
import type { TreeSpec } from './spec.gen.ts';
import { refusedTarget } from './target.ts';

interface Resolved {
  readonly desired: readonly DesiredTree[];
  readonly diagnostics: readonly Diagnostic[];
}

/** One entry of `trees` → the tree on one host. An empty source is an error: taken at its word, it would empty the host's. */
export function resolve(spec: TreeSpec, sources: Sources): Resolved {
  const why = refusedTarget(spec.path);
  if (why !== undefined) return wrong({ severity: 'error', message: `${spec.path} ${why}` });
  const left = leftOut(spec, sources);
  const skips = matcherOfAny(left);
  const listing = sources.tree(spec.source, { key: JSON.stringify(left), skips });
  if (!('entries' in listing)) return wrong(listing);
  if (listing.entries.length < 2 && sources.classes.fill !== true) return wrong(empty(spec, left));
  return { desired: [{ ...treeOf(spec, listing, sources.classes), skips }], diagnostics: [] };
}

function treeOf(spec: TreeSpec, listing: TreeListing, classes: TreeClasses): DesiredTree {
  const { exclude = [], protect = [], data = [], secrets = [] } = spec;
  const { entries, root, text } = listing;
  return {
    path: spec.path,
    source: root,
    ...(spec.owner === undefined ? {} : { owner: spec.owner }),
    entries: new Map(entries.map((entry) => [entry.path, wanted(entry, spec.modes ?? {})])),
    shields: matcherOfAny([exclude, protect, data, secrets]),
    ...(spec.modes !== undefined && { fixedModes: fixedModes(spec.modes) }),
    isSecret: matcher(secrets),
    pruned: [...plainNames(exclude), ...plainNames(protect)],
    delete: deleted(spec, classes),
    ...(spec.max_delete === undefined ? {} : { maxDelete: spec.max_delete }),
    restarts: spec.restarts ?? [],
    ...(spec.atomic === true && { atomic: true }),
    text,
  };
}

function deleted(spec: TreeSpec, classes: TreeClasses): DesiredTree['delete'] {
  if (spec.delete === 'all') return 'all';
  return spec.delete === true || classes.delete === true ? 'placed' : 'none';
}

/** The patterns of what is not copied, list by list. */
function leftOut({ exclude, protect, data, secrets }: TreeSpec, { classes }: Sources): readonly Patterns[] {
  const lists = [exclude, protect, classes.data ? [] : data, classes.secrets ? [] : secrets];
  return lists.flatMap((list = []) => (list.length === 0 ? [] : [list]));
}

type Patterns = readonly string[];

/** Set-id bits are for whoever installs programs, not for copies. */
function wanted({ mode, ...entry }: ListedEntry, modes: NonNullable<TreeSpec['modes']>): Wanted {
  if (entry.type === 'link') return entry;
  if (entry.type === 'directory') return { ...entry, mode: modes.directories ?? octal(mode & 0o777) };
  if (modes.files === undefined) return { ...entry, mode: octal(mode & 0o777) };
  const bits = Number.parseInt(modes.files, 8);
  const executable = (mode & 0o100) === 0 ? 0 : (bits & 0o444) >> 2;
  return { ...entry, mode: octal((bits | executable) & 0o777) };
}

function fixedModes({
  files,
  directories,
}: NonNullable<TreeSpec['modes']>): NonNullable<DesiredTree['fixedModes']> {
  return [
    ...(files === undefined ? [] : ['file' as const]),
    ...(directories === undefined ? [] : ['directory' as const]),
  ];
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}

function wrong(diagnostic: Diagnostic): Resolved {
  return { desired: [], diagnostics: [diagnostic] };
}

function empty({ source }: TreeSpec, left: readonly Patterns[]): Diagnostic {
  return {
    severity: 'error',
    message: `${source} has nothing in it that is to be copied`,
    hint:
      left.length === 0
        ? 'an empty directory is taken for a mistake: a tree is never emptied because its source is'
        : 'it is empty, or all of it is left out by `exclude`, `protect`, `data` or `secrets`',
  };
}
