import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { runsDir } from './places.ts';
import { readEvents, readRuns, type RecordedRun } from './read.ts';

/** What this project's records do not know: how runs came out on hosts of which they lost sight. */
export interface LostRuns {
  /** The runs of which it is not known how they came out on a host. */
  readonly of: (host: string) => readonly string[];
  /** The host's own record has been seen; see `keep`. */
  readonly heard: (host: string, run: string) => void;
  /** Remembers what was heard, so that it is told once. Gives what went wrong, or undefined. */
  readonly keep: () => Promise<string | undefined>;
}

/** Runs that are looked at, the newest; a host keeps as many. */
const newest = 20;

/** The file in a run's record that names the hosts, one a line, of which somebody was told later. */
const toldFile = 'told';

/** Reads which runs lost sight of hosts: the line to them broke, or the controller was killed. */
export async function lostRuns(root: string): Promise<LostRuns> {
  const lost = new Map<string, string[]>();
  for (const run of await readRuns(root, newest)) {
    const told = new Set(
      (await readFile(join(run.dir, toldFile), 'utf8').catch(() => '')).split('\n').slice(0, -1),
    );
    for (const host of await hostsWithoutEnd(run))
      if (!told.has(host)) lost.set(host, [...(lost.get(host) ?? []), run.id]);
  }
  const heard = new Map<string, string[]>();
  return {
    of: (host) => lost.get(host) ?? [],
    heard: (host, run) => void heard.set(run, [...(heard.get(run) ?? []), host]),
    keep: () => keep(root, heard),
  };
}

async function hostsWithoutEnd(run: RecordedRun): Promise<readonly string[]> {
  if (run.result !== undefined) {
    const { hosts, summary } = run.result;
    if ((summary.outcomes.lost ?? 0) === 0) return [];
    return hosts.flatMap(({ host, outcome }) => (outcome === 'lost' ? [host] : []));
  }
  const open = new Set<string>();
  for await (const event of readEvents(run)) {
    if (event.type === 'host-started') open.add(event.host);
    else if (event.type === 'host-finished' && event.result.outcome !== 'lost')
      open.delete(event.result.host);
  }
  return [...open];
}

async function keep(
  root: string,
  heard: ReadonlyMap<string, readonly string[]>,
): Promise<string | undefined> {
  for (const [run, hosts] of heard) {
    const file = join(runsDir(root), run, toldFile);
    try {
      await appendFile(file, hosts.map((host) => `${host}\n`).join(''), { mode: 0o600 });
    } catch (error) {
      return `${file} cannot be written: ${(error as Error).message}`;
    }
  }
  return undefined;
}
