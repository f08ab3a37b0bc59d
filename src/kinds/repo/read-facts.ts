import { printable } from '../../model/printable.ts';

/** `key=value` lines of a host; all of it printable. */
export interface Facts {
  readonly all: (key: string) => readonly string[];
  /** Undefined where it is not told or empty. */
  readonly one: (key: string) => string | undefined;
}

export function readFacts(text: string): Facts {
  const values = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const at = line.indexOf('=');
    if (at === -1) continue;
    const [key, value] = [line.slice(0, at), printable(line.slice(at + 1))];
    const known = values.get(key);
    if (known === undefined) values.set(key, [value]);
    else known.push(value);
  }
  const all = (key: string): readonly string[] => values.get(key) ?? [];
  return { all, one: (key) => (all(key)[0] === '' ? undefined : all(key)[0]) };
}
