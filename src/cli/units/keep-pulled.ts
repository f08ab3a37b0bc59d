import { resolve } from 'node:path';

import { fileDifference } from '../../kinds/file-difference.ts';
import type { Difference } from '../../model/plan.ts';
import { counted } from '../../report/counted.ts';
import { jsonLine } from '../../report/json-line.ts';
import { pulledText } from '../../report/pulled-text.ts';
import { hostDirectory } from '../../snapshot/backups.ts';
import { declare, type Declared } from '../../snapshot/declare.ts';
import { desiredOf } from '../../snapshot/desired.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { pulledChanges, writeDeclared, type PulledChange } from '../../snapshot/write-declared.ts';
import { isRehearsal } from '../approval.ts';
import { exitCodes } from '../exit-code.ts';
import type { Frame } from '../frame.ts';
import type { Flags } from '../options.ts';
import { presentation } from '../presentation.ts';
import { shortPath } from './keep-backup.ts';

/** What is to be kept of a host, and where. */
export interface Pulled {
  readonly snapshot: Snapshot;
  /** As typed; without it `pulled/HOST`. */
  readonly to: string | undefined;
  /** A plan follows: what is data on standard output is that. */
  readonly goesOn: boolean;
}

/**
 * Writes a host's units as files and a playbook that declares them, or, where nothing is to be changed, shows how they
 * differ from what lies there. Gives an exit code when that fails.
 */
export async function keepPulled(
  { snapshot, to, goesOn }: Pulled,
  flags: Flags,
  frame: Frame,
): Promise<number | undefined> {
  const directory = resolve(frame.cwd, to ?? `pulled/${hostDirectory(snapshot.host)}`);
  const declared = declareAll(snapshot);
  for (const note of declared.notes) frame.err.write(`${snapshot.host}: ${note}\n`);
  const rehearsal = isRehearsal(flags);
  try {
    const found = await pulledChanges(directory, declared.files);
    if ('problem' in found) return fail(found.problem, frame);
    const { changes } = found;
    if (changes.length > 0 && !rehearsal) await writeDeclared(directory, declared.files);
    say({ directory: shortPath(directory, frame), declared, changes, rehearsal, goesOn }, flags, frame);
    return undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return fail(`${shortPath(directory, frame)} cannot be written: ${(error as Error).message}`, frame);
  }
}

function declareAll(snapshot: Snapshot): Declared {
  const { units, notes } = desiredOf(snapshot);
  const declared = declare(snapshot.host, units);
  return { ...declared, notes: [...notes, ...declared.notes, ...oddRights(snapshot)] };
}

/** Files whose owner or mode no playbook can declare: a plan of it will change them. */
function oddRights({ units }: Snapshot): readonly string[] {
  const files = units.flatMap(({ file, dropIns }) => [...(file === undefined ? [] : [file]), ...dropIns]);
  const odd = files.filter(({ mode, owner }) => !['0644', '0600'].includes(mode) || owner !== 'root:root');
  return odd.map(
    ({ path, mode, owner }) => `${path} is ${mode} ${owner}; a playbook has it root:root, and 0644 or 0600`,
  );
}

interface Said {
  readonly directory: string;
  readonly declared: Declared;
  readonly changes: readonly PulledChange[];
  readonly rehearsal: boolean;
  readonly goesOn: boolean;
}

function say({ directory, declared, changes, rehearsal, goesOn }: Said, flags: Flags, frame: Frame): void {
  if (flags.json === true && !goesOn) {
    const changed = changes.map(({ path }) => path);
    frame.out.write(jsonLine({ format: 1, directory, changed, notes: declared.notes }));
    return;
  }
  if (flags.quiet === true) return;
  if (rehearsal)
    frame.err.write(pulledText(changes.map(differenceOf), presentation(frame.err, flags, frame)));
  const files = counted(declared.files.length, 'file');
  const verb = rehearsal ? 'would have' : 'has';
  frame.err.write(
    `${directory} ${verb} ${files}, ${changes.length === 0 ? 'none' : changes.length} changed\n`,
  );
  // The plan that follows does not show them, and whoever approves it is to know where they can be read.
  const hidden = declared.files.filter((file) => goesOn && !rehearsal && file.hidden);
  if (hidden.length > 0)
    frame.err.write('private, and not shown in the plan; read them before you approve it:\n');
  for (const { path } of hidden) frame.err.write(`  ${directory}/${path}\n`);
  if (!goesOn && !rehearsal) frame.out.write(`${directory}\n`);
}

function differenceOf({ path, from, to, hidden }: PulledChange): Difference {
  const mode = hidden ? '0600' : '0644';
  const diff = fileDifference('file', path, { from: { text: from, mode }, to: { text: to, mode } });
  return 'diff' in diff ? diff : { ...diff, field: path };
}

function fail(why: string, frame: Frame): number {
  frame.err.write(`error: ${why}\n`);
  return exitCodes.error;
}
