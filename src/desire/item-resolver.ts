import { dirname } from 'node:path';

import type { AnyKind } from '../kinds/kind.ts';
import type { LoadedItem, LoadedPlay } from '../load/playbook.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { HostScope } from './host-scope.ts';
import { itemSource } from './item-source.ts';
import type { Opener } from './item-source.ts';
import type { SharedTemplate } from './render-once.ts';
import { specTemplate } from './spec-templates.ts';
import type { SpecVariant } from './spec-templates.ts';

/** One entry of a play, with the kind that knows what it means. */
export interface Entry {
  readonly item: LoadedItem;
  readonly play: LoadedPlay;
  readonly kind: AnyKind;
}

/** What an entry comes to on a host; one object for all hosts on which it comes to the same. */
export interface ResolvedItem extends Entry {
  readonly desired: readonly unknown[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What is known of one variant of a spec: which templates it reads, and what came of their variants. */
interface Memory {
  readonly reads: readonly SharedTemplate[];
  readonly byTexts: Map<string, ResolvedItem>;
}

/** An entry as a function of the host. The kind is asked once for hosts that give the same spec and the same texts. */
export function itemResolver(entry: Entry, open: Opener): (scope: HostScope) => ResolvedItem {
  const specOf = specTemplate(entry.item, entry.play);
  if (typeof specOf !== 'function') {
    const broken = { ...entry, desired: [], diagnostics: specOf };
    return () => broken;
  }
  const memories = new Map<string, Memory>();
  return (scope) => {
    const variant = specOf(scope);
    const memory = memories.get(variant.key);
    const known = memory?.byTexts.get(textsKey(memory.reads, scope));
    if (known !== undefined) return known;
    const { resolved, reads } = resolveEntry(entry, variant, { scope, open });
    if (reads === undefined || reads.some(({ perHost }) => perHost)) return resolved;
    const { byTexts } = memory ?? { byTexts: new Map<string, ResolvedItem>() };
    byTexts.set(textsKey(reads, scope), resolved);
    memories.set(variant.key, { reads, byTexts });
    return resolved;
  };
}

function textsKey(reads: readonly SharedTemplate[], scope: HostScope): string {
  return reads.map((template) => template.variant(scope).id).join();
}

function resolveEntry(
  entry: Entry,
  { spec, diagnostics }: SpecVariant,
  { scope, open }: { readonly scope: HostScope; readonly open: Opener },
): { readonly resolved: ResolvedItem; readonly reads: readonly SharedTemplate[] | undefined } {
  if (diagnostics.length > 0) return { resolved: { ...entry, desired: [], diagnostics }, reads: [] };
  const { document } = entry.play;
  const place = (path: readonly (string | number)[]): ReturnType<typeof document.place> =>
    document.place([...entry.item.path, ...path]);
  const source = itemSource({ spec, directory: dirname(document.file), place }, scope, open);
  const { desired, diagnostics: own } = entry.kind.resolve(spec, source.sources);
  const placed = own.map((one) => (one.place === undefined ? { ...one, place: place([]) } : one));
  return {
    resolved: { ...entry, desired, diagnostics: [...placed, ...source.further()] },
    reads: source.reads(),
  };
}
