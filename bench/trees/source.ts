import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a measured tree is like. */
export interface Shape {
  readonly name: string;
  readonly files: number;
  /** Bytes of a file of the middle size. */
  readonly size: number;
}

export const shapes: readonly Shape[] = [
  { name: '2,000 files, 50 MB', files: 2000, size: 25_000 },
  { name: '20,000 files, 42 MB', files: 20_000, size: 2100 },
];

const perDirectory = 50;
/** Files that a small change changes. */
const few = 10;

/** Makes a tree of text that compresses about as program code does; the same bytes at each call. */
export async function makeSource(root: string, { files, size }: Shape): Promise<void> {
  const random = numbers(1);
  for (let index = 0; index < files; index++) {
    if (index % perDirectory === 0) await mkdir(join(root, directoryOf(index)), { recursive: true });
    const length = Math.round(size * (0.5 + (index % 11) / 10));
    await writeFile(join(root, nameOf(index)), textOf(length, random));
  }
}

/** Changes ten files that lie far apart; gives their names. */
export async function changeFew(root: string, { files }: Shape, version: number): Promise<readonly string[]> {
  const names = Array.from({ length: few }, (_, index) => nameOf(Math.floor(((index + 0.5) * files) / few)));
  for (const name of names) await writeFile(join(root, name), `version ${version}\n`.repeat(100 + version));
  return names;
}

function directoryOf(index: number): string {
  const number = Math.floor(index / perDirectory);
  return `part-${Math.floor(number / 20)}/module-${number}`;
}

function nameOf(index: number): string {
  return `${directoryOf(index)}/file-${index}.txt`;
}

function textOf(length: number, random: () => number): string {
  const lines: string[] = [];
  for (let missing = length; missing > 0; missing -= lines.at(-1)?.length ?? length)
    lines.push(`  const value${random() % 97} = ${random().toString(36)};\n`);
  return lines.join('').slice(0, length);
}

/** Numerical Recipes' linear congruence: no more is needed of them than to be the same each time. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 4;
}
