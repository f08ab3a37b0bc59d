import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { measure } from '../measure/command.ts';
import { withFleet, type Fleet } from '../real/fleet.ts';
import type { Telling } from '../real/measure-real.ts';
import { logOut } from '../real/state.ts';
import { figuresText, type Figure } from '../report/real.ts';
import { ansible } from './ansible.ts';
import { operations, type Contender, type Job, type Operation } from './contender.ts';
import { fleetwright } from './fleetwright.ts';
import { floorName, rsync } from './rsync.ts';
import { changeFew, makeSource, shapes, type Shape } from './source.ts';

/** What is to be measured of trees. */
export interface TreeOptions {
  /** How many hosts. */
  readonly trees: number;
  readonly rounds: number;
  readonly ansible: boolean;
}

/** The figures of each tree, by its name. */
export type TreeFigures = Readonly<Record<string, readonly Figure[]>>;

/** Brings directories to real hosts: the first time, when nothing has changed, and when ten files have. */
export function measureTrees(options: TreeOptions, telling: Telling): Promise<TreeFigures> {
  return withFleet(
    options.trees,
    async (fleet) => {
      const figures: Record<string, readonly Figure[]> = {};
      for (const shape of shapes) {
        figures[shape.name] = await measureShape(fleet, shape, options, telling);
        telling.report(`## ${shape.name}, ${options.trees} hosts\n`);
        telling.report(figuresText(figures[shape.name] ?? [], { floor: floorName, operations }));
      }
      return figures;
    },
    telling.onProgress,
  );
}

async function measureShape(
  fleet: Fleet,
  shape: Shape,
  { rounds, ...options }: TreeOptions,
  { onProgress }: Telling,
): Promise<readonly Figure[]> {
  const dir = await mkdtemp(join(fleet.dir, 'tree-'));
  const job = { dir, source: join(dir, 'source') };
  await mkdir(job.source);
  await makeSource(job.source, shape);
  const contenders = [rsync(fleet, job), await fleetwright(fleet, job)];
  const others = options.ansible ? await ansible(fleet, job, shape) : [];
  if (typeof others === 'string') onProgress(`Ansible is left out: ${others}`);
  const figures: Figure[] = [];
  for (let round = 0; round < rounds; round++) {
    // Ansible takes part once: it needs most of the time.
    const all = [...contenders.toReversed(), ...(typeof others === 'string' || round > 0 ? [] : others)];
    if (round % 2 === 0) all.splice(0, 2, ...contenders);
    for (const operation of operations) {
      const changed = operation === 'ten files changed' ? await changeFew(job.source, shape, round) : [];
      for (const one of all.filter(({ only }) => only?.(operation) ?? true)) {
        const cost = await measureOne(fleet, { job, one, operation, changed });
        figures.push({ round, operation, contender: one.name, ...cost });
        onProgress(`${shape.name}: ${operation}, ${one.name}: ${cost.seconds.toFixed(2)} s`);
      }
    }
  }
  await fleet.onEvery(aside(['/srv/bench-*', '/var/lib/fleetwright']));
  await rm(dir, { recursive: true });
  return figures;
}

/**
 * A script that puts these out of the way. Nothing is deleted: for a minute or more ext4 does not give away the inodes of what
 * was (recently_deleted() of its ialloc.c), and whoever makes thousands of files then waits for it to find others.
 */
function aside(paths: readonly string[]): string {
  return `mkdir -p /srv/old; for one in ${paths.join(' ')}; do [ ! -e "$one" ] || mv "$one" "$(mktemp -d /srv/old/XXXXXX)"; done; sync`;
}

interface Case {
  readonly job: Job;
  readonly one: Contender;
  readonly operation: Operation;
  readonly changed: readonly string[];
}

/** Milliseconds of rest before and after each measurement. */
const rest = 1000;

async function measureOne(fleet: Fleet, { job, one, operation, changed }: Case): Promise<Costs> {
  if (operation === 'first copy')
    await fleet.onEvery(
      aside(one.name === 'Fleetwright' ? [one.target, '/var/lib/fleetwright'] : [one.target]),
    );
  await logOut(fleet);
  await sleep(rest);
  const used = fleet.cpu();
  const measured = await measure(one.command(operation), fleet.dir);
  await sleep(rest);
  const hostCpu = fleet.cpu() - used;
  const complaint = one.complaint(operation, measured) ?? (await difference(fleet, job, one, changed));
  if (complaint !== undefined) throw new Error(`${one.name}, ${operation}:\n${complaint}`);
  const { seconds, cpu, memory } = measured;
  return { seconds, cpu, memory, hostCpu };
}

type Costs = Omit<Figure, 'round' | 'operation' | 'contender'>;

/** A figure counts only if the hosts have the tree: names and sizes of all, contents of what was changed. */
async function difference(
  fleet: Fleet,
  { source }: Job,
  { name, target }: Contender,
  changed: readonly string[],
): Promise<string | undefined> {
  const script = `cd "$1" && shift && { find . -type f -printf '%s %p\\n' | LC_ALL=C sort; cat -- /dev/null "$@"; } | sha256sum`;
  const { stdout } = await execa('/bin/sh', ['-c', script, 'sh', source, ...changed]);
  const said = await fleet.onEvery(`set -- ${target} ${changed.join(' ')}; ${script}`);
  return said.every((one) => one === stdout) ? undefined : `${name} left hosts that have another tree`;
}
