import type { Desired } from '../../kinds/unit/desired.ts';
import { exactly } from '../../snapshot/patterns.ts';
import { pulledFrom } from '../../snapshot/pulled-directory.ts';
import { declaredPatterns, playbookSide } from '../../snapshot/playbook-side.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { exitCodes } from '../exit-code.ts';
import type { Frame } from '../frame.ts';
import type { Flags } from '../options.ts';
import { declaredFor, readPlace, type Place } from './diff-places.ts';
import type { ChosenHosts } from './hosts.ts';
import { choosePatterns, givenPatterns } from './patterns.ts';
import { snapshotsOf } from './snapshots.ts';

/** Reads what two words mean, with one look at each host; what is wrong is written, and comes back as an exit code. */
export async function readSides(
  words: readonly [one: string, other: string],
  flags: Flags,
  frame: Frame,
): Promise<readonly [one: Snapshot, other: Snapshot] | number> {
  const one = await readPlace({ word: words[0], other: words[1] }, flags, frame);
  if (typeof one === 'number') return one;
  const other = await readPlace({ word: words[1], other: words[0] }, flags, frame);
  if (typeof other === 'number') return other;
  const declared = await readDeclared([one, other], flags, frame);
  if (typeof declared === 'number') return declared;
  const looked = await lookAtHosts([one, other], declared, flags, frame);
  if (typeof looked === 'number') return looked;
  const [known, second] = [one, other].flatMap((place): readonly Snapshot[] =>
    [place.type === 'backup' ? place.snapshot : (looked.get(place) ?? [])].flat(),
  );
  if (known === undefined) return exitCodes.error;
  if (declared === undefined) return second === undefined ? exitCodes.error : [known, second];
  const said = playbookSide(known.host, declared, known);
  return one.type === 'playbook' ? [said, known] : [known, said];
}

/** What a playbook among them says of the other's host; one that was pulled, of the host that it came from. */
async function readDeclared(
  places: readonly Place[],
  flags: Flags,
  frame: Frame,
): Promise<readonly Desired[] | number | undefined> {
  const playbook = places.find((place) => place.type === 'playbook');
  if (playbook === undefined) return undefined;
  const other = places.find((place) => place.type !== 'playbook');
  if (other !== undefined) {
    const host = (await pulledFrom(playbook.path)) ?? hostOf(other);
    return declaredFor(playbook.path, host, flags, frame);
  }
  frame.err.write('error: of two playbooks neither says how a host is; name a host or a backup\n');
  return exitCodes.usage;
}

function hostOf(place: Exclude<Place, { type: 'playbook' }>): string {
  return place.type === 'backup' ? place.snapshot.host : (place.chosen.hosts[0]?.name ?? '');
}

async function lookAtHosts(
  places: readonly Place[],
  declared: readonly Desired[] | undefined,
  flags: Flags,
  frame: Frame,
): Promise<ReadonlyMap<Place, Snapshot> | number> {
  const hosts = places.filter((place) => place.type === 'host');
  const [first] = hosts;
  if (first === undefined) return new Map();
  const backup = places.find((place) => place.type === 'backup')?.snapshot;
  const patterns = patternsFor({ backup, declared, ...first.chosen }, flags, frame);
  if (typeof patterns === 'number') return patterns;
  const chosen = {
    settings: first.chosen.settings,
    hosts: hosts.flatMap((one) => one.chosen.hosts),
    known: new Map(hosts.flatMap((one) => [...one.chosen.known])),
  };
  const snapshots = await snapshotsOf({ chosen, patterns }, flags, frame);
  if (typeof snapshots === 'number') return snapshots;
  return new Map(
    hosts.flatMap((place, index): (readonly [Place, Snapshot])[] => {
      const snapshot = snapshots[index];
      return snapshot === undefined ? [] : [[place, snapshot]];
    }),
  );
}

interface Others extends Pick<ChosenHosts, 'settings'> {
  readonly backup: Snapshot | undefined;
  readonly declared: readonly Desired[] | undefined;
}

/** A host is held against a backup by the units that it was made of, against a playbook by those that it declares too. */
function patternsFor(
  { backup, declared, settings }: Others,
  flags: Flags,
  frame: Frame,
): readonly string[] | number {
  if (flags.match !== undefined || flags.includeAll === true) return choosePatterns(flags, settings, frame);
  if (backup !== undefined) return [...backup.patterns, ...backup.units.map(({ name }) => exactly(name))];
  if (declared === undefined) return choosePatterns(flags, settings, frame);
  const given = givenPatterns(flags, settings, frame) ?? [];
  return typeof given === 'number' ? given : [...declaredPatterns(declared), ...given];
}
