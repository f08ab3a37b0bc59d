import type { Actual } from '../../kinds/unit/actual.ts';
import { counted } from '../../report/counted.ts';
import { jsonLine } from '../../report/json-line.ts';
import { takeSnapshot } from '../../snapshot/take.ts';
import { exitCodes } from '../exit-code.ts';
import type { Frame, Verb } from '../frame.ts';
import { interruptedLook } from '../interrupted.ts';
import type { Flags } from '../options.ts';
import { openHosts } from './hosts.ts';
import { backupWriter, type BackupWriter } from './keep-backup.ts';
import { askedUnits, type Asked } from './read-units.ts';
import { removeOld } from './remove-old.ts';
import { seeUnits, type HostSeen } from './see.ts';

/** What became of one host's backup. */
interface Kept {
  readonly units: number;
  readonly notes: readonly string[];
  readonly failure?: string;
}

/** `units backup [host...]`: units of hosts as they are, kept here; then old backups removed, if that is asked for. */
export const backup: Verb = async (words, flags, frame) => {
  const asked = await askedUnits(words, flags, frame);
  if (typeof asked === 'number') return asked;
  const directory = asked.chosen.settings.backupDir.value;
  const writer = backupWriter(directory, frame);
  const seen = await keepAll(asked, writer, flags, frame);
  if (typeof seen === 'number') return seen;
  const place = await writer.place();
  const code = say(seen, place, flags, frame);
  if (place !== undefined && code !== exitCodes.error) {
    const failure = await removeOld(directory, 'systemd', flags, frame);
    if (failure !== undefined) return failure;
  }
  return code;
};

async function keepAll(
  { chosen, patterns }: Asked,
  writer: BackupWriter,
  flags: Flags,
  frame: Frame,
): Promise<readonly HostSeen<Kept>[] | number> {
  const reach = await openHosts(chosen, flags, frame);
  if (typeof reach === 'number') return reach;
  const read = async (host: string, actual: Actual): Promise<Kept> => {
    const snapshot = takeSnapshot(actual, { host, taken: frame.now().toISOString(), patterns });
    const { units, notes } = snapshot;
    const failure =
      units.length === 0 ? `no unit matches ${patterns.join(' ')}` : await writer.keep(snapshot);
    return { units: units.length, notes, ...(failure !== undefined && { failure }) };
  };
  try {
    const seen = await seeUnits({ chosen, patterns, read }, reach, frame);
    return interruptedLook(frame) ?? seen;
  } finally {
    await reach.close();
  }
}

/** Where the backup is, and what it does not have. Gives the exit code. */
function say(seen: readonly HostSeen<Kept>[], place: string | undefined, flags: Flags, frame: Frame): number {
  let code: number = exitCodes.done;
  for (const one of seen) {
    if ('unseen' in one) {
      frame.err.write(`! ${one.host}: ${one.unseen}\n`);
      if (code === exitCodes.done) code = exitCodes.unreachable;
      continue;
    }
    for (const note of one.value.notes) frame.err.write(`${one.host}: ${note}\n`);
    if (one.value.failure === undefined) continue;
    frame.err.write(`! ${one.host}: ${one.value.failure}\n`);
    code = exitCodes.error;
  }
  const kept = seen.flatMap((one) => ('value' in one && one.value.failure === undefined ? [one] : []));
  const hosts = kept.map(({ host, value }) => ({ host, units: value.units }));
  if (flags.json === true) frame.out.write(jsonLine({ format: 1, backup: place ?? null, hosts }));
  else if (place !== undefined) {
    const units = hosts.reduce((sum, one) => sum + one.units, 0);
    frame.err.write(`kept ${counted(units, 'unit')} of ${counted(hosts.length, 'host')}:\n`);
    frame.out.write(`${place}\n`);
  }
  return code;
}
