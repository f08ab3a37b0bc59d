import { byteKey, nameBytes } from '../../model/byte-name.ts';
import type { Placing, TreePut } from '../../model/step.ts';
import { sentFiles } from './sent-files.ts';

/** The files of a step whose bytes come from here, in the order of sort(1), by which the host tells what it has of them. */
export function wantedFiles(placing: Placing): readonly TreePut[] {
  const keyed = sentFiles(placing).map(
    (file) => [`${file.sha256 ?? ''} ${byteKey(file.path)}`, file] as const,
  );
  return keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, file]) => file);
}

/** The question that `stage_resume` is asked: `SHA256  ./PATH` of each, NUL after it. */
export async function* wantedList(files: readonly TreePut[]): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(
    Buffer.concat(
      files.flatMap(({ path, sha256 = '' }) => [nameBytes(`${sha256}  ./${path}`), Buffer.of(0)]),
    ),
  );
}

/** Its answer: a `1` for each file that has come before. */
export function hadPaths(files: readonly TreePut[], answer: string): ReadonlySet<string> {
  return new Set(files.filter((_, index) => answer[index] === '1').map(({ path }) => path));
}
