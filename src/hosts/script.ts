import { readFileSync } from 'node:fs';

import { packageFile } from '../package-file.ts';

const texts = new Map<string, string>();

/**
 * The constant shell text of the named files of `sh/`, in that order, without their shellcheck lines. Read once.
 * A missing file is a fault of the package and throws.
 */
export function shell(...names: readonly string[]): string {
  return names.map(read).join('\n');
}

function read(name: string): string {
  let text = texts.get(name);
  if (text === undefined) {
    const file = readFileSync(packageFile(`src/hosts/sh/${name}.sh`), 'utf8');
    text = file.replaceAll(/^[ \t]*#.*\n/gm, '');
    texts.set(name, text);
  }
  return text;
}
