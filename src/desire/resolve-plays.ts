import type { AnyKind, TreeClasses, TreeListing } from '../kinds/kind.ts';
import type { LoadedPlay } from '../load/playbook.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Vars } from '../model/host.ts';
import { layeredVars } from './host-scope.ts';
import type { HostScope } from './host-scope.ts';
import { itemResolver } from './item-resolver.ts';
import type { ResolvedItem } from './item-resolver.ts';
import type { Opener, OpenTemplate } from './item-source.ts';
import { renderOnce } from './render-once.ts';
import type { SharedTemplate } from './render-once.ts';
import { readTemplate } from './template-file.ts';
import { listTree } from './tree/list-tree.ts';

/** What the command line says of how plays are resolved. */
export interface Asked {
  /** Variables stronger than all others. */
  readonly vars: Vars;
  readonly classes: TreeClasses;
  /** The program that hosts keep their repositories up to date with. */
  readonly updater: string;
}

/** Prepares all plays once → what a play's entries come to on a host. */
export function resolvePlays(
  plays: readonly LoadedPlay[],
  kinds: readonly AnyKind[],
  { vars: extra, classes, updater }: Asked,
): (play: LoadedPlay, scope: HostScope) => readonly ResolvedItem[] {
  const open: Opener = { template: openShared(), tree: listOnce(), classes, updater };
  const prepared = new Map(
    plays.map((play) => {
      const layered = layeredVars((play.play.vars ?? {}) as Vars, extra);
      const resolvers = play.items.flatMap((item) => {
        const kind = kinds.find(({ name }) => name === item.kind);
        return kind === undefined ? [] : [itemResolver({ item, play, kind }, open)];
      });
      return [play, { layered, resolvers }] as const;
    }),
  );
  return (play, { vars, host }) => {
    const { layered, resolvers } = prepared.get(play) ?? { layered: (same: Vars) => same, resolvers: [] };
    const scope = { vars: layered(vars), host };
    return resolvers.map((resolver) => resolver(scope));
  };
}

/** Each file is read once. */
function openShared(): OpenTemplate {
  const known = new Map<string, SharedTemplate | readonly Diagnostic[]>();
  return (path) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const file = readTemplate(path);
    const shared = 'render' in file ? renderOnce(file) : file;
    known.set(path, shared);
    return shared;
  };
}

/** Each directory is read and hashed once, however many hosts it goes to. */
function listOnce(): Opener['tree'] {
  const known = new Map<string, TreeListing | Diagnostic>();
  return (path, filter) => {
    const key = `${path}\0${filter.key}`;
    const listed = known.get(key) ?? listTree(path, filter);
    known.set(key, listed);
    return listed;
  };
}
