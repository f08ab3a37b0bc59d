import { refuseUnapprovable } from '../approval.ts';
import { exitCodes } from '../exit-code.ts';
import type { Verb } from '../frame.ts';
import { bring, unitsOf } from './bring.ts';
import { keepPulled } from './keep-pulled.ts';
import { choosePatterns } from './patterns.ts';
import { chooseOne, sayNone, snapshotsOf } from './snapshots.ts';

/**
 * `units pull <host>`: its units, as files here and a playbook that declares them; with --install then, as a plan that is
 * shown whole, for this machine too.
 */
export const pull: Verb = async ([word = ''], flags, frame) => {
  const refused = flags.install === true ? refuseUnapprovable(flags, frame) : undefined;
  if (refused !== undefined) return refused;
  const chosen = await chooseOne(word, flags, frame);
  if (typeof chosen === 'number') return chosen;
  const patterns = choosePatterns(flags, chosen.settings, frame);
  if (typeof patterns === 'number') return patterns;
  const here = flags.install === true ? await chooseOne(flags.with, flags, frame) : undefined;
  if (typeof here === 'number') return here;
  const snapshots = await snapshotsOf({ chosen, patterns }, flags, frame);
  if (typeof snapshots === 'number') return snapshots;
  const [snapshot] = snapshots;
  if (snapshot === undefined) return exitCodes.error;
  if (snapshot.units.length === 0) return sayNone(snapshot, frame);
  const failed = await keepPulled({ snapshot, to: flags.to, goesOn: here !== undefined }, flags, frame);
  if (failed !== undefined || here === undefined) return failed ?? exitCodes.done;
  // The whole difference: what another host says is never installed unseen.
  const shown = { ...flags, verbose: Math.max(1, flags.verbose ?? 0) };
  return bring({ ...unitsOf(snapshot, true), to: here, command: ['units', 'pull', word] }, shown, frame);
};
