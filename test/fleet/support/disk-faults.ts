import { must } from './host-exec.ts';
import type { Exec } from './host-exec.ts';

/** A trouble made on purpose, until it is ended. Ending it twice does nothing. */
export interface Fault {
  release(): Promise<void>;
}

/**
 * Makes the file system under a directory full: a tmpfs with a copy of what was there, and a filler that takes the rest
 * but `free` bytes. `release` takes the filler away, so what was written meanwhile stays. Files that were open before
 * are elsewhere now; start services after it, or restart them, if they matter.
 */
export async function fillDisk(exec: Exec, path: string, free = 0): Promise<Fault> {
  await must(exec, ['/bin/sh', '-c', fill, 'sh', path, `${free}`]);
  return {
    release: async () => {
      await must(exec, [
        '/bin/sh',
        '-c',
        'rm -f -- "$1/.filler" && mount -o remount,size=50% -- "$1"',
        'sh',
        path,
      ]);
    },
  };
}

const fill = `set -e
kept=$(mktemp -d)
mount --bind -- "$1" "$kept"
mount --make-private -- "$kept"
size=$(du -skx -- "$kept" | cut -f1)
mount -t tmpfs -o size=$((size * 2 + 4096))k tmpfs "$1"
cp -a -- "$kept/." "$1/"
umount -- "$kept"
rmdir -- "$kept"
cat /dev/zero >"$1/.filler" 2>/dev/null || :
truncate -s -"$2" -- "$1/.filler"
`;

/** Makes a directory, or a file, read-only; `release` makes it writable again. */
export async function readOnly(exec: Exec, path: string): Promise<Fault> {
  const script = 'mount --bind -- "$1" "$1" && mount -o remount,bind,ro -- "$1"';
  await must(exec, ['/bin/sh', '-c', script, 'sh', path]);
  let held = true;
  return {
    release: async () => {
      if (held) await must(exec, ['umount', '--lazy', '--', path]);
      held = false;
    },
  };
}
