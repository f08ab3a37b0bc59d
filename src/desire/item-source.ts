import { isAbsolute, join } from 'node:path';

import type { Sources } from '../kinds/kind.ts';
import type { LoadedItem, LoadedPlay } from '../load/playbook.ts';
import type { Path } from '../load/source-document.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { fullScope } from './host-scope.ts';
import type { HostScope } from './host-scope.ts';
import type { SharedTemplate } from './render-once.ts';

/** The `Sources` of one entry on one host, and what came up while the kind read from it. */
export interface ItemSource {
  readonly sources: Sources;
  /** Did anything depend on which host it is? Otherwise hosts with the same variables share the result. */
  readonly readHost: () => boolean;
  /** What is wrong with texts, beyond the one diagnostic that `text` could return. */
  readonly further: () => readonly Diagnostic[];
}

/** How an entry reads: relative to its playbook, each file through one shared template. */
export function itemSource(
  { item, play, spec }: { readonly item: LoadedItem; readonly play: LoadedPlay; readonly spec: unknown },
  scope: HostScope,
  files: {
    readonly directory: string;
    readonly open: (path: string) => SharedTemplate | readonly Diagnostic[];
  },
): ItemSource {
  let readHost = false;
  const further: Diagnostic[] = [];
  const failed = (path: string, diagnostics: readonly Diagnostic[]): Diagnostic => {
    const [first, ...rest] = diagnostics.map((diagnostic) =>
      placedAt(diagnostic, { item, play, spec }, path),
    );
    further.push(...rest);
    return first ?? { severity: 'error', message: `cannot read ${path}` };
  };
  const text = (path: string): string | Diagnostic => {
    const template = files.open(isAbsolute(path) ? path : join(files.directory, path));
    if (!('render' in template)) return failed(path, template);
    readHost ||= template.readsHost;
    const rendered = template.render(scope);
    return typeof rendered === 'string' ? rendered : failed(path, rendered);
  };
  return {
    sources: {
      text,
      get vars() {
        readHost = true;
        return fullScope(scope);
      },
    },
    readHost: () => readHost,
    further: () => further,
  };
}

/** A file that cannot be read is the fault of the place that names it. */
function placedAt(
  diagnostic: Diagnostic,
  { item, play, spec }: { readonly item: LoadedItem; readonly play: LoadedPlay; readonly spec: unknown },
  named: string,
): Diagnostic {
  if (diagnostic.place !== undefined) return diagnostic;
  const path = pathOf(spec, named) ?? [];
  return { ...diagnostic, place: play.document.place([...item.path, ...path]) };
}

/** The way to a text inside a spec. */
function pathOf(value: unknown, text: string): Path | undefined {
  if (value === text) return [];
  if (typeof value !== 'object' || value === null) return undefined;
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  for (const [key, inner] of entries) {
    const rest = pathOf(inner, text);
    if (rest !== undefined) return [key, ...rest];
  }
  return undefined;
}
