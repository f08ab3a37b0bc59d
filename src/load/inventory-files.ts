import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

import type { Diagnostic } from '../model/diagnostic.ts';
import { unreadable } from './text-file.ts';

/** One file of an inventory: to be read, or to be run for its output. */
export interface InventoryFile {
  readonly file: string;
  readonly executable: boolean;
}

/**
 * What `-i PATH` stands for: a file, or the files in a directory by name (`*.yaml`, `*.yml`, `*.json` and executables;
 * what begins with `.` or ends with `~` is passed over). A file with a document's suffix is read even where all files
 * are marked executable.
 */
export function inventoryFiles(path: string): readonly InventoryFile[] | Diagnostic {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return unreadable(path, { reason: 'there is no such file' });
  if (!stats.isDirectory()) return [asInventoryFile(path, stats.mode)];
  const names = readdirSync(path).filter((name) => !name.startsWith('.') && !name.endsWith('~'));
  const files = names.sort().flatMap((name) => {
    const file = join(path, name);
    const entry = statSync(file, { throwIfNoEntry: false });
    if (entry?.isFile() !== true) return [];
    const inventoryFile = asInventoryFile(file, entry.mode);
    return inventoryFile.executable || isDocument(name) ? [inventoryFile] : [];
  });
  if (files.length > 0) return files;
  return unreadable(path, { reason: 'the directory holds no inventory', hint: 'it needs *.yaml files' });
}

function asInventoryFile(file: string, mode: number): InventoryFile {
  return { file, executable: (mode & 0o111) !== 0 && !isDocument(basename(file)) && isProgram(file) };
}

/** A script or a binary by its first bytes; anything else a shell would try to run line by line. */
function isProgram(file: string): boolean {
  const head = headOf(file);
  return head.startsWith('#!') || head === '\x7fELF';
}

function headOf(file: string): string {
  const head = Buffer.alloc(4);
  try {
    const descriptor = openSync(file, 'r');
    readSync(descriptor, head, 0, 4, 0);
    closeSync(descriptor);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return ''; // whoever reads it as a document will say why it cannot be read
  }
  return head.toString('latin1');
}

function isDocument(name: string): boolean {
  return /\.(ya?ml|json)$/i.test(name);
}
