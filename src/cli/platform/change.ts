import type { KindResources } from '../../kinds/kind.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { takeSnapshot } from '../../snapshot/take.ts';
import type { Declaration } from '../declaration.ts';
import type { Frame } from '../frame.ts';
import type { MadePlan } from '../made-plan.ts';
import { planDeclared } from '../make-plan.ts';
import type { Flags } from '../options.ts';
import { keepAndAct, type Done } from '../units/keep-and-act.ts';
import type { Part } from './declared.ts';
import { keepPushed } from './keep-bases.ts';
import { declaredUnits, restartedUnits, watchUnits } from './watch-units.ts';

/** What of the platform is to be as declared, and how it is written down. */
export interface PlatformOrder {
  readonly declared: Declaration;
  readonly part: Part;
  /** What was typed, without flags: verb and words. */
  readonly command: readonly string[];
  /** As those of a `KeptOrder`. */
  readonly question?: string;
  readonly begin?: () => Promise<number | undefined>;
  /** Hears how the run came out once it is over. */
  readonly ended?: (done: Done, plan: MadePlan['plan']) => void;
  /** All of it went from here to the hosts: what both have from then on is kept for the next sync. */
  readonly pushes?: true;
}

/**
 * One plan of what the playbook says, with a backup of the units that it touches or restarts, then one run. Gives the
 * exit code.
 */
export async function changePlatform(
  { declared, part, command, question, begin, ended, pushes }: PlatformOrder,
  flags: Flags,
  frame: Frame,
): Promise<number> {
  const seen = new Map<string, Snapshot>();
  const patternsOf = (resources: readonly KindResources[]): readonly string[] => [
    ...(part.kinds.includes('unit') ? declaredUnits(resources) : []),
    ...restartedUnits(resources),
  ];
  const { fleet, decide } = watchUnits(declared.fleet, {
    patternsOf,
    onSeen: (host, actual, patterns) => {
      const taken = frame.now().toISOString();
      seen.set(host, takeSnapshot(actual, { host, taken, patterns: [...new Set(patterns)] }));
    },
  });
  const made = await planDeclared(
    { ...declared, fleet },
    {
      includes: (address) => part.kinds.some((kind) => address.startsWith(`${kind}/`)),
      decide,
      onPlan: ({ host, status }) => {
        if (status !== 'changing') seen.delete(host);
      },
    },
    flags,
    frame,
  );
  if (typeof made === 'number') return made;
  const directory = declared.settings.backupDir.value;
  return keepAndAct(
    {
      ...{ made, seen, directory, command, question, begin },
      ended: (done) => ended?.(done, made.plan),
      ...(pushes && { settled: (hosts) => keepPushed(declared, hosts, made.plan, frame) }),
    },
    flags,
    frame,
  );
}
