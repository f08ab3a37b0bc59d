import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { safeJson } from '../../model/safe-json.ts';
import { hostDirectory } from '../backups.ts';
import { sorted, type TreeEntry, type TreeState } from './state.ts';

/** Where a pair of hosts keeps what both last agreed on of a tree: beside the base of their units. */
export function treeBaseFile(directory: string, path: string): string {
  return join(directory, 'trees', `${hostDirectory(path.slice(1))}.jsonl`);
}

/** What was agreed on; undefined where nothing ever was. A problem says why the file is none. Rejects with the system's error. */
export async function readTreeBase(
  file: string,
  path: string,
): Promise<{ readonly state?: TreeState } | { readonly problem: string }> {
  const text = await readFile(file, 'utf8').catch(none);
  if (text === undefined) return {};
  const [head, ...lines] = text.split('\n').map(parsed);
  const isOurs = isRecord(head) && head['format'] === 1 && head['tree'] === path && lines.pop() === undefined;
  if (!isOurs || !lines.every(isEntry))
    return { problem: `${file} is not what a sync of ${path} has written` };
  return { state: new Map(lines.map((entry) => [entry.path, entry])) };
}

/** Puts another in its place; the older one holds until it is whole. One at a time. Rejects with the system's error. */
export async function writeTreeBase(file: string, path: string, state: TreeState): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(`${file}.new`, treeBaseText(path, state), { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/** A line an entry, in the order of the tree, so that what changes is what a diff shows. */
export function treeBaseText(path: string, state: TreeState): string {
  const lines = [...sorted(state).values()].map(({ path: name, type, mode, sha256, target }) =>
    safeJson({ path: name, type, mode, sha256, target }),
  );
  return [safeJson({ format: 1, tree: path }), ...lines, ''].join('\n');
}

function none(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

function parsed(line: string): unknown {
  try {
    return line === '' ? undefined : (JSON.parse(line) as unknown);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isEntry(value: unknown): value is TreeEntry {
  if (!isRecord(value) || typeof value['path'] !== 'string') return false;
  if (!['file', 'link', 'directory'].includes(String(value['type']))) return false;
  return ['mode', 'sha256', 'target'].every((key) => ['string', 'undefined'].includes(typeof value[key]));
}
