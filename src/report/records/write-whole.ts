import { open, rename, rm, writeFile } from 'node:fs/promises';
import process from 'node:process';

/** Writes a file that only its owner can read, whole or not at all; a text may come in pieces. Rejects with the system's error. */
export async function writeWhole(file: string, text: string | Iterable<string>): Promise<void> {
  const beside = `${file}.new-${process.pid}`;
  try {
    const handle = await open(beside, 'wx', 0o600);
    try {
      await writeFile(handle, text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
