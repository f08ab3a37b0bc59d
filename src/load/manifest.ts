import { readJson } from './json-document.ts';
import type { Manifest } from './snapshot.gen.ts';

/** The text of a backup's manifest.json → what it says, or the end of a sentence on why it cannot be used. */
export function readManifest(text: string): { readonly value: Manifest } | { readonly problem: string } {
  const expected = { schema: 'snapshot', what: "a backup's manifest", remedy: 'use another backup' };
  const read = readJson(text, expected);
  return 'problem' in read ? read : { value: read.value as Manifest };
}
