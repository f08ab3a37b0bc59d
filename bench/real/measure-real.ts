import { join } from 'node:path';
import { countRoundTrips } from '../latency/round-trips.ts';
import type { RoundTrips } from '../latency/round-trips.ts';
import { measureStartUp } from '../measure/start-up.ts';
import type { StartUp } from '../measure/start-up.ts';
import type { Options } from '../options.ts';
import { figuresText, roundTripsText, startUpText } from '../report/real.ts';
import { floorName, makeContenders } from './contenders.ts';
import { withFleet } from './fleet.ts';
import type { Fleet } from './fleet.ts';
import { jobAt, operations } from './job.ts';
import { makeProject } from './project.ts';
import { measureRounds } from './rounds.ts';
import type { Sample } from './rounds.ts';

/** Where a measurement says how it goes, and what came out. */
export interface Telling {
  readonly onProgress: (line: string) => void;
  readonly report: (text: string) => void;
}

/** Every single figure of a run on real hosts. */
export interface RealFigures {
  readonly hosts: number;
  readonly startUp: readonly StartUp[];
  readonly samples: readonly Sample[];
  readonly roundTrips: readonly RoundTrips[];
}

/** Boots hosts, measures all that needs real ones, and takes them down. */
export function measureReal(options: Options, telling: Telling): Promise<RealFigures> {
  return withFleet(options.hosts, (fleet) => measureAll(fleet, options, telling), telling.onProgress);
}

async function measureAll(
  fleet: Fleet,
  options: Options,
  { onProgress, report }: Telling,
): Promise<RealFigures> {
  const startUp = await measureStartUp(fleet.dir);
  report(startUpText(startUp));
  const contenders = await makeContenders(fleet, { ansible: options.ansible, onProgress });
  const samples = await measureRounds(fleet, contenders, { rounds: options.rounds, onProgress });
  report(figuresText(samples, { floor: floorName, operations }));
  onProgress('counting round trips over slow lines');
  const project = await makeProject(join(fleet.dir, 'slow'), jobAt(0));
  const roundTrips = await countRoundTrips(fleet, project);
  report(roundTripsText(roundTrips));
  return { hosts: options.hosts, startUp, samples, roundTrips };
}
