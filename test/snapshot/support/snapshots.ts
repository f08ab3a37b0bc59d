import type { KeptFile, Snapshot, UnitSnapshot } from '../../../src/snapshot/snapshot.ts';

/** A unit in short: its file, its drop-ins by name, its words. `file: null` is a unit without a file of its own. */
export interface Short {
  readonly file?: string | Uint8Array | null;
  readonly drops?: Readonly<Record<string, string>>;
  readonly enabled?: string;
  readonly active?: string;
  readonly mode?: string;
}

export const plainText = '[Service]\nExecStart=/bin/true\n';

/** A host's units by name. */
export function snapshot(units: Readonly<Record<string, Short>>, host = 'host-1'): Snapshot {
  return {
    host,
    taken: '2026-11-22T00:00:00.000Z',
    patterns: ['*'],
    units: Object.entries(units).map(([name, short]) => unit(name, short)),
    notes: [],
  };
}

export function unit(name: string, short: Short = {}): UnitSnapshot {
  const { file = plainText, drops = {}, enabled = 'enabled', active = 'active', mode } = short;
  const kept = (path: string, content: string | Uint8Array): KeptFile => ({
    path,
    bytes: typeof content === 'string' ? Buffer.from(content) : content,
    mode: mode ?? '0644',
    owner: 'root:root',
  });
  return {
    name,
    ...(file === null ? {} : { file: kept(name, file) }),
    dropIns: Object.entries(drops).map(([drop, text]) => kept(`${name}.d/${drop}`, text)),
    links: [],
    active,
    enabled,
    fragment: file === null ? `/usr/lib/systemd/system/${name}` : `/etc/systemd/system/${name}`,
    vague: [],
  };
}

/** The other way: what a test wants to see of a snapshot. */
export function shortOf({ units }: Snapshot): Readonly<Record<string, Short>> {
  const text = (file: KeptFile): string => Buffer.from(file.bytes).toString();
  return Object.fromEntries(
    units.map(({ name, file, dropIns, enabled, active }) => [
      name,
      {
        file: file === undefined ? null : text(file),
        drops: Object.fromEntries(
          dropIns.map((one): [string, string] => [one.path.split('/').at(-1) ?? '', text(one)]),
        ),
        enabled,
        active,
      },
    ]),
  );
}
