import { join, relative } from 'node:path';

import { hostDirectory, openBackup } from '../../snapshot/backups.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { writeSnapshot } from '../../snapshot/write.ts';
import type { Frame } from '../frame.ts';

/** A backup that is being written; its directory is made with the first host's. */
export interface BackupWriter {
  /** Keeps one host. Gives what went wrong, or undefined. */
  readonly keep: (snapshot: Snapshot) => Promise<string | undefined>;
  /** The directory as a person at this place would write it; undefined while there is none. */
  readonly place: () => Promise<string | undefined>;
}

/** Writes snapshots of hosts into one new directory `systemd-…` of `directory`. */
export function backupWriter(directory: string, frame: Frame): BackupWriter {
  let opened: Promise<string> | undefined;
  return {
    async keep(snapshot) {
      try {
        opened ??= openBackup(directory, frame.now());
        await writeSnapshot(join(await opened, hostDirectory(snapshot.host)), snapshot);
        return undefined;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === undefined) throw error;
        return `the backup of ${snapshot.host} cannot be written: ${(error as Error).message}`;
      }
    },
    place: async () => opened && shortPath(await opened, frame),
  };
}

/** A path as a person would write it here: relative, unless that leads up. */
export function shortPath(path: string, { cwd }: Pick<Frame, 'cwd'>): string {
  const short = relative(cwd, path);
  return short.startsWith('..') || short === '' ? path : short;
}
