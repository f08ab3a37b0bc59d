import type { UnitStatus } from '../../model/unit-status.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { unitStatuses } from '../../snapshot/status.ts';
import { takeSnapshot } from '../../snapshot/take.ts';
import { refuseUnapprovable } from '../approval.ts';
import { exitCodes } from '../exit-code.ts';
import type { Frame, Verb } from '../frame.ts';
import { bring, unitsOf } from './bring.ts';
import { chooseHosts } from './hosts.ts';
import { keepPulled } from './keep-pulled.ts';
import { choosePatterns } from './patterns.ts';
import { chooseOne, readAll, sayNone } from './snapshots.ts';

/** `platform promote <staging> <production...>`: a host's units, once all is well with them there, go to other hosts. */
export const promote: Verb = async ([staging = '', ...production], flags, frame) => {
  const refused = refuseUnapprovable(flags, frame);
  if (refused !== undefined) return refused;
  const chosen = await chooseOne(staging, flags, frame);
  if (typeof chosen === 'number') return chosen;
  const to = await chooseHosts(production, flags, frame);
  if (typeof to === 'number') return to;
  const patterns = choosePatterns(flags, chosen.settings, frame);
  if (typeof patterns === 'number') return patterns;
  const taken = frame.now().toISOString();
  const read = await readAll(
    { chosen, patterns },
    (host, actual): Staged => ({
      snapshot: takeSnapshot(actual, { host, taken, patterns }),
      statuses: unitStatuses(actual, patterns),
    }),
    flags,
    frame,
  );
  if (typeof read === 'number') return read;
  const [staged] = read;
  const unfit = staged === undefined ? exitCodes.error : whyUnfit(staged, frame);
  if (staged === undefined || unfit !== undefined) return unfit ?? exitCodes.error;
  const { snapshot } = staged;
  const failed = await keepPulled({ snapshot, to: flags.to, goesOn: true }, flags, frame);
  if (failed !== undefined) return failed;
  const part = flags.filesOnly === true ? { filesOnly: true } : {};
  const command = ['platform', 'promote', staging, ...production];
  return bring({ ...unitsOf(snapshot, true, part), to, command }, flags, frame);
};

interface Staged {
  readonly snapshot: Snapshot;
  readonly statuses: readonly UnitStatus[];
}

/** What is not well on the first host is not brought to the next. Gives an exit code. */
function whyUnfit({ snapshot, statuses }: Staged, frame: Frame): number | undefined {
  for (const note of snapshot.notes) frame.err.write(`${snapshot.host}: ${note}\n`);
  if (snapshot.units.length === 0) return sayNone(snapshot, frame);
  const ailing = statuses.flatMap((status) => {
    const trouble = troubleOf(status);
    return trouble === undefined ? [] : [`${status.unit} ${trouble}`];
  });
  if (ailing.length === 0) return undefined;
  frame.err.write(`error: ${snapshot.host} is not well, so nothing of it is promoted:\n`);
  for (const one of ailing) frame.err.write(`  ! ${one}\n`);
  return exitCodes.failed;
}

function troubleOf({ active, sub, drift }: UnitStatus): string | undefined {
  if (active === 'failed') return 'has failed';
  if (sub.startsWith('auto-restart')) return 'is being restarted over and over';
  if (drift === 'reload') return 'has files that systemd has not read (daemon-reload)';
  return drift === 'restart' ? 'runs on older files than it has' : undefined;
}
