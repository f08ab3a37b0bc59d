/** Bytes for a person: `5 bytes`, `3.4 kB`, `52 MB`. */
export function size(bytes: number): string {
  if (bytes < 1000) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let [value, unit] = [bytes / 1000, 0];
  while (value >= 999.5 && unit < units.length - 1) [value, unit] = [value / 1000, unit + 1];
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[unit] ?? ''}`;
}

interface Entry {
  readonly path: string;
  readonly type: 'file' | 'link' | 'directory';
  readonly size?: number;
}

/** So many names are told; -v has them all. */
const named = 6;

/** `12 files, 1 directory (3.4 kB): a.txt, b.txt, …`; null for none. */
export function entriesWords(entries: readonly Entry[]): string | null {
  if (entries.length === 0) return null;
  const plurals = { file: 'files', link: 'links', directory: 'directories' } as const;
  const counts = (['file', 'link', 'directory'] as const).flatMap((type) => {
    const count = entries.filter((entry) => entry.type === type).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? type : plurals[type]}`];
  });
  const bytes = entries.reduce((sum, entry) => sum + (entry.type === 'file' ? (entry.size ?? 0) : 0), 0);
  const names = entries
    .filter(({ path }) => path !== '.')
    .map(({ path, type }) => (type === 'directory' ? `${path}/` : path));
  const some = names.length > named ? [...names.slice(0, named), '…'] : names;
  return `${counts.join(', ')}${bytes > 0 ? ` (${size(bytes)})` : ''}${some.length === 0 ? '' : `: ${some.join(', ')}`}`;
}
