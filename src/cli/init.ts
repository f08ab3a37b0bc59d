import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

import { exitCodes } from './exit-code.ts';
import { firstProject } from './first-project.ts';
import type { ProjectFile } from './first-project.ts';
import type { Frame, Verb } from './frame.ts';

/** `init [dir]`: writes a first project. A file that is there already is never touched. */
export const init: Verb = (words, flags, frame) =>
  Promise.resolve(write(words[0] ?? '.', flags.json === true, frame));

function write(name: string, json: boolean, frame: Frame): number {
  const root = resolve(frame.cwd, name);
  const written: string[] = [];
  const kept: string[] = [];
  for (const file of firstProject()) {
    const outcome = writeNew(root, file);
    if (outcome === 'written') written.push(file.path);
    else if (outcome === 'kept') kept.push(file.path);
    else {
      frame.err.write(`fleetwright: cannot write ${join(name, file.path)}: ${outcome.problem}\n`);
      return exitCodes.error;
    }
  }
  if (json) frame.out.write(`${JSON.stringify({ format: 1, directory: root, written, kept })}\n`);
  else frame.out.write(story(relative(frame.cwd, root), { written, kept }));
  return exitCodes.done;
}

function writeNew(
  root: string,
  { path, text }: ProjectFile,
): 'written' | 'kept' | { readonly problem: string } {
  const target = join(root, path);
  // Records of runs may hold what unit files hold: nobody else's business.
  const mode = path.startsWith('.fleetwright/') ? 0o700 : 0o777;
  try {
    mkdirSync(dirname(target), { recursive: true, mode });
    writeFileSync(target, text, { flag: 'wx' });
    return 'written';
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && !message.startsWith('EEXIST: file already exists, mkdir')) return 'kept';
    if (code === undefined) throw error;
    return { problem: reasons[code] ?? message };
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'you are not allowed to',
  EPERM: 'you are not allowed to',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'a part of the path is a file',
};

function story(
  directory: string,
  { written, kept }: { readonly written: readonly string[]; readonly kept: readonly string[] },
): string {
  const visible = (path: string): boolean => !path.startsWith('.fleetwright/');
  const lines = [
    ...written.filter(visible).map((path) => `  wrote  ${join(directory, path)}`),
    ...kept.filter(visible).map((path) => `  kept   ${join(directory, path)} (it was there)`),
  ];
  if (kept.includes('.gitignore')) lines.push('  .gitignore should hold `.fleetwright/` and `backups/`');
  const next = ['fleetwright validate', 'fleetwright plan', 'fleetwright apply'];
  const commands = directory === '' ? next : [`cd ${directory}`, ...next];
  return [...lines, '', 'Next:', ...commands.map((command) => `  ${command}`), ''].join('\n');
}
