import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import type { Desired } from '../../kinds/unit/desired.ts';
import { hasErrors } from '../../load/checked.ts';
import { printable } from '../../model/printable.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { readDeclaration, writeDiagnostics } from '../declaration.ts';
import { exitCodes } from '../exit-code.ts';
import type { Frame } from '../frame.ts';
import type { Flags } from '../options.ts';
import { backupAt } from './backup-at.ts';
import type { ChosenHosts } from './hosts.ts';
import { chooseOne } from './snapshots.ts';

/** What a word of `units diff` means. */
export type Place =
  | { readonly type: 'playbook'; readonly path: string }
  | { readonly type: 'backup'; readonly snapshot: Snapshot }
  | { readonly type: 'host'; readonly chosen: ChosenHosts };

/**
 * A file is a playbook; a directory what a pull wrote, where there is a playbook in it, else a backup (of several hosts'
 * that of the `other` word's); all else a host.
 */
export async function readPlace(
  { word, other }: { readonly word: string; readonly other: string },
  flags: Flags,
  frame: Frame,
): Promise<Place | number> {
  const path = resolve(frame.cwd, word);
  if (await isFile(path)) return { type: 'playbook', path };
  if (await isFile(join(path, 'playbook.yaml')))
    return { type: 'playbook', path: join(path, 'playbook.yaml') };
  if ((await stat(path).catch(() => undefined))?.isDirectory() === true) {
    const snapshot = await backupAt({ path: word, host: other }, flags, frame);
    return typeof snapshot === 'number' ? snapshot : { type: 'backup', snapshot };
  }
  const chosen = await chooseOne(word, flags, frame);
  return typeof chosen === 'number' ? chosen : { type: 'host', chosen };
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() === true;
}

/** What a playbook says of the units of a host; what is wrong is written, and comes back as an exit code. */
export async function declaredFor(
  playbook: string,
  host: string,
  flags: Flags,
  frame: Frame,
): Promise<readonly Desired[] | number> {
  const { value, diagnostics } = await readDeclaration([playbook], flags, frame, { hosts: [host] });
  writeDiagnostics(diagnostics, flags, frame);
  if (value === undefined || hasErrors(diagnostics)) return exitCodes.error;
  const own = value.fleet.hosts.find((one) => one.host.name === host);
  const units = own?.resources.find(({ kind }) => kind.section === 'units')?.desired;
  if (units !== undefined) return units as readonly Desired[];
  frame.err.write(`error: ${printable(playbook)} says nothing of the units of ${host}\n`);
  return exitCodes.error;
}
