import type { Diagnostic } from '../model/diagnostic.ts';
import type { ResolvedItem } from './item-resolver.ts';

/** Resources that two entries declare on one host: which of them should hold? */
export function duplicateResources(resolved: readonly ResolvedItem[]): readonly Diagnostic[] {
  const first = new Map<string, ResolvedItem>();
  const diagnostics: Diagnostic[] = [];
  for (const one of resolved) {
    for (const desired of one.desired) {
      const name = one.kind.identify(desired);
      const address = `${one.kind.name}/${name}`;
      const before = first.get(address);
      if (before === undefined) first.set(address, one);
      else if (before.item !== one.item) diagnostics.push(twice(name, before, one));
    }
  }
  return diagnostics;
}

function twice(name: string, before: ResolvedItem, again: ResolvedItem): Diagnostic {
  const place = again.play.document.place(again.item.path);
  const other = before.play.document.place(before.item.path);
  const where = other.file === place.file ? `on line ${other.line}` : `at ${other.file}:${other.line}`;
  return {
    severity: 'error',
    message: `\`${name}\` is declared twice for one host`,
    hint: `the other entry is ${where}; make one of the two`,
    place,
  };
}
