import { isAbsolute, join } from 'node:path';

import type { Sources, TreeClasses, TreeFilter, TreeListing } from '../kinds/kind.ts';
import type { Path } from '../load/source-document.ts';
import type { Diagnostic, Place } from '../model/diagnostic.ts';
import { fullScope } from './host-scope.ts';
import type { HostScope } from './host-scope.ts';
import type { SharedTemplate } from './render-once.ts';

/** Opens a template, once; a diagnostic without a place is about the path itself. */
export type OpenTemplate = (path: string) => SharedTemplate | readonly Diagnostic[];

/** How an entry reads what lies on this machine. */
export interface Opener {
  readonly template: OpenTemplate;
  /** Lists a directory, once for each filter; a diagnostic without a place is about the path itself. */
  readonly tree: (path: string, filter: TreeFilter) => TreeListing | Diagnostic;
  readonly classes: TreeClasses;
  readonly updater: string;
}

/** The `Sources` of one entry on one host, and what came up while the kind read from it. */
export interface ItemSource {
  readonly sources: Sources;
  /** The templates that were read; undefined when the kind looked at the variables themselves. */
  readonly reads: () => readonly SharedTemplate[] | undefined;
  /** What is wrong with texts, beyond the one diagnostic that `text` could return. */
  readonly further: () => readonly Diagnostic[];
}

/** How an entry reads: relative to its playbook's directory, each file through one shared template. */
export function itemSource(
  entry: { readonly spec: unknown; readonly directory: string; readonly place: (path: Path) => Place },
  scope: HostScope,
  open: Opener,
): ItemSource {
  let readVars = false;
  const reads: SharedTemplate[] = [];
  const further: Diagnostic[] = [];
  const failed = (path: string, diagnostics: readonly Diagnostic[]): Diagnostic => {
    // A file that cannot be read is the fault of the place that names it.
    const place = entry.place(pathOf(entry.spec, path) ?? []);
    const [first, ...rest] = diagnostics.map((one) => (one.place === undefined ? { ...one, place } : one));
    further.push(...rest);
    return first ?? { severity: 'error', message: `cannot read ${path}`, place };
  };
  const absolute = (path: string): string => (isAbsolute(path) ? path : join(entry.directory, path));
  const text = (path: string): string | Diagnostic => {
    const template = open.template(absolute(path));
    if (!('variant' in template)) return failed(path, template);
    reads.push(template);
    const { outcome } = template.variant(scope);
    return typeof outcome === 'string' ? outcome : failed(path, outcome);
  };
  const tree = (path: string, filter: TreeFilter): TreeListing | Diagnostic => {
    const listed = open.tree(absolute(path), filter);
    return 'entries' in listed ? listed : failed(path, [listed]);
  };
  const sources = {
    text,
    tree,
    classes: open.classes,
    updater: open.updater,
    place: (path: string, line: number): Place => ({ file: absolute(path), line, column: 1 }),
    get vars() {
      readVars = true;
      return fullScope(scope);
    },
  };
  return { sources, reads: () => (readVars ? undefined : reads), further: () => further };
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
