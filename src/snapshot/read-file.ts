import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** More than any unit file has need of. */
const most = 4 << 20;

/** What a file holds, and whether it is kept from others' eyes. */
export interface PlainFile {
  readonly bytes: Uint8Array;
  readonly hidden: boolean;
}

/**
 * A plain file. Links are not followed; what is no file, is far too long, or may have been planted by anybody is
 * none. A string says why.
 */
export async function readPlain(path: string): Promise<PlainFile | string> {
  let handle;
  try {
    // Without O_NONBLOCK to open a FIFO would wait for somebody to write to it.
    handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stat = await handle.stat();
    if (!stat.isFile()) return 'it is no plain file';
    if ((stat.mode & 0o002) !== 0) return 'anybody may write to it';
    if (stat.size > most) return 'it is too long for a unit file';
    return { bytes: await handle.readFile(), hidden: (stat.mode & 0o004) === 0 };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (code === 'ENOENT') return 'there is no such file';
    return code === 'ELOOP' ? 'it is a link' : message;
  } finally {
    await handle?.close();
  }
}
