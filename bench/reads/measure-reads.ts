import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { updaterProgram } from '../../src/hosts/updater.ts';
import { measure, type Command } from '../measure/command.ts';
import { median } from '../measure/statistics.ts';
import { withFleet, type Fleet } from '../real/fleet.ts';
import { program } from '../real/fleetwright.ts';
import type { Telling } from '../real/measure-real.ts';
import { openssh } from '../real/openssh.ts';
import { readsText, updaterText } from '../report/reads.ts';
import { floorScripts, makeLarge, serve, setUp, timeUpdates, units } from './floor.ts';

/** Seconds of a thing and of its floor, round by round. */
export interface Compared {
  readonly what: string;
  readonly floor: readonly number[];
  readonly own: readonly number[];
}

export interface ReadFigures {
  readonly updater: readonly Compared[];
  readonly reads: readonly Compared[];
}

/** Boots hosts that keep a repository up to date, and measures what only reads. Two hosts at least. */
export function measureReads(
  { reads, rounds }: { readonly reads: number; readonly rounds: number },
  { onProgress, report }: Telling,
): Promise<ReadFigures> {
  return withFleet(
    reads,
    async (fleet) => {
      onProgress('installing the updater everywhere');
      await fleet.onEvery(setUp, Buffer.from(updaterProgram()));
      const seen = await measureStatus(fleet, rounds, onProgress);
      const updater = await measureUpdater(fleet, onProgress);
      report(updaterText(updater));
      const large = await measureLarge(fleet, rounds, onProgress);
      report(readsText([...seen, ...large]));
      return { updater, reads: [...seen, ...large] };
    },
    onProgress,
  );
}

async function secondsOf(command: Command, dir: string): Promise<number> {
  const { code, seconds, stdout, stderr } = await measure(command, dir);
  if (code !== 0) throw new Error(`${command.argv.join(' ')}: exit code ${code}\n${stdout}${stderr}`);
  return seconds;
}

function ownCommand(fleet: Fleet, words: readonly string[], count: number): Command {
  const which = ['-i', fleet.sandbox.inventory, '--forks', `${count}`];
  return { argv: [process.execPath, program, ...words, ...which], cwd: fleet.dir };
}

/** In turn, round by round; what is first changes. */
async function inTurn(
  what: string,
  commands: { readonly floor: Command; readonly own: Command },
  rounds: number,
  dir: string,
): Promise<Compared> {
  const [floor, own]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++)
    for (const which of round % 2 === 0 ? (['floor', 'own'] as const) : (['own', 'floor'] as const))
      (which === 'floor' ? floor : own).push(await secondsOf(commands[which], dir));
  return { what, floor, own };
}

async function measureStatus(
  fleet: Fleet,
  rounds: number,
  onProgress: Telling['onProgress'],
): Promise<readonly Compared[]> {
  const count = fleet.sandbox.hosts.length;
  const verbs = {
    'updates status': ['updates', 'status'],
    'units status': ['units', 'status', 'all', ...units.flatMap((unit) => ['--match', unit])],
  } as const;
  const found: Compared[] = [];
  for (const what of ['updates status', 'units status'] as const) {
    onProgress(what);
    const contender = openssh(fleet, what, () => floorScripts[what]);
    const floor = await contender.prepare('plan, no drift', []);
    found.push(await inTurn(what, { floor, own: ownCommand(fleet, verbs[what], count) }, rounds, fleet.dir));
  }
  return found;
}

const updates = 15;

async function measureUpdater(fleet: Fleet, onProgress: Telling['onProgress']): Promise<readonly Compared[]> {
  const [, second] = fleet.sandbox.hosts;
  if (second === undefined) return [];
  const at = {
    first: '[ "$(uname -n)" = host-1 ] || exit 0',
    second: '[ "$(uname -n)" = host-2 ] || exit 0',
  };
  const makeKey = `${at.first}\nssh-keygen -q -t ed25519 -N '' -f /root/bench-key && cat /root/bench-key.pub`;
  const [publicKey = ''] = await fleet.onEvery(makeKey);
  const [, hostKey = ''] = await fleet.onEvery(`${at.second}\n${serve}`, Buffer.from(`${publicKey}\n`));
  const remotes = {
    'a directory of the host itself': 'file:///srv/app.git',
    'git daemon on the next host': `git://${second.address}/app.git`,
    'ssh to the next host': `ssh://deploy@${second.address}/srv/app.git`,
  };
  const found: Compared[] = [];
  for (const [what, url] of Object.entries(remotes)) {
    onProgress(`an update that finds nothing new: ${what}`);
    const script = `${at.first}\n${timeUpdates(url, second.address, hostKey.trim(), updates)}`;
    const [said = ''] = await fleet.onEvery(script);
    const pairs = said.split('\n').flatMap((line) => [/^(\d+) (\d+)$/.exec(line) ?? []]);
    const column = (index: number): number[] => pairs.map((pair) => Number(pair[index]) / 1e6);
    const [floor, own] = [column(1), column(2)].map((list) => list.filter(Number.isFinite));
    if (floor?.length !== updates) throw new Error(`${what}: ${said}`);
    found.push({ what, floor, own: own ?? [] });
  }
  return found;
}

/** A plan of one repository against `git status` in it by ssh: of a single file, of 20,000, and what those add. */
async function measureLarge(
  fleet: Fleet,
  rounds: number,
  onProgress: Telling['onProgress'],
): Promise<readonly Compared[]> {
  onProgress('a repository of 20,000 files');
  await fleet.onEvery(`[ "$(uname -n)" = host-1 ] || exit 0\n${makeLarge}`);
  const times = Math.max(rounds, 7);
  const small = await measurePlan(fleet, 'small', times);
  const large = await measurePlan(fleet, 'large', times);
  const added = (those: readonly number[], without: readonly number[]): readonly number[] =>
    those.map((seconds, round) => seconds - (without[round] ?? Number.NaN));
  return [
    { ...small, what: 'plan of a repository of one file; `git status`' },
    { ...large, what: 'plan of a repository of 20,000 files; `git status`' },
    {
      what: 'what these files add',
      floor: added(large.floor, small.floor),
      own: added(large.own, small.own),
    },
  ];
}

async function measurePlan(fleet: Fleet, name: string, rounds: number): Promise<Compared> {
  const dir = join(fleet.dir, name);
  await mkdir(dir, { recursive: true });
  const playbook = join(dir, 'bench.yaml');
  const repo = { path: `/opt/${name}`, url: `file:///srv/${name}`, insecure: true, owner: 'deploy' };
  await writeFile(playbook, JSON.stringify([{ hosts: 'host-1', repos: [repo] }]));
  const here = { cwd: dir };
  await secondsOf({ ...ownCommand(fleet, ['apply', playbook, '--yes'], 1), ...here }, fleet.dir);
  const status = `sudo -n setpriv --reuid deploy --regid deploy --init-groups git -C ${repo.path} status --porcelain`;
  const floor = { argv: ['ssh', '-F', fleet.sandbox.sshConfig, '-o', 'BatchMode=yes', 'host-1', status] };
  const own = { ...ownCommand(fleet, ['plan', playbook], 1), ...here };
  return inTurn(name, { floor, own }, rounds, fleet.dir);
}

/** The ratio of the medians. */
export function ratioOf({ floor, own }: Compared): number {
  return median(own) / median(floor);
}
