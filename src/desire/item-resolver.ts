import { dirname } from 'node:path';

import type { AnyKind } from '../kinds/kind.ts';
import type { LoadedItem, LoadedPlay } from '../load/playbook.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Vars } from '../model/host.ts';
import type { HostScope } from './host-scope.ts';
import { itemSource } from './item-source.ts';
import type { SharedTemplate } from './render-once.ts';
import { specTemplate } from './spec-templates.ts';

/** What one entry comes to on a host. */
export interface ResolvedItem {
  readonly item: LoadedItem;
  readonly play: LoadedPlay;
  readonly kind: AnyKind;
  readonly desired: readonly unknown[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Opens a template; a diagnostic without a place is about the path itself. */
export type OpenTemplate = (path: string) => SharedTemplate | readonly Diagnostic[];

/** One entry as a function of the host; hosts with the same variables share one result where the entry allows it. */
export function itemResolver(
  { item, play, kind }: { readonly item: LoadedItem; readonly play: LoadedPlay; readonly kind: AnyKind },
  open: OpenTemplate,
): (scope: HostScope) => ResolvedItem {
  const directory = dirname(play.document.file);
  const specs = specTemplate(item, play);
  const shared = new WeakMap<Vars, ResolvedItem>();
  const unresolved = (diagnostics: readonly Diagnostic[]): ResolvedItem => ({
    item,
    play,
    kind,
    desired: [],
    diagnostics,
  });
  return (scope) => {
    if (!('render' in specs)) return unresolved(specs);
    const known = shared.get(scope.vars);
    if (known !== undefined) return known;
    const { spec, diagnostics } = specs.render(scope);
    if (diagnostics.length > 0) return unresolved(diagnostics);
    const source = itemSource({ item, play, spec }, scope, { directory, open });
    const { desired, diagnostics: own } = kind.resolve(spec, source.sources);
    const all = [
      ...own.map((one) =>
        one.place === undefined ? { ...one, place: play.document.place(item.path) } : one,
      ),
      ...source.further(),
    ];
    const resolved = { item, play, kind, desired, diagnostics: all };
    if (!specs.readsHost && !source.readHost()) shared.set(scope.vars, resolved);
    return resolved;
  };
}
