import { readdir, readFile } from 'node:fs/promises';
import { execa } from 'execa';

/** What a sandbox is made of, as the machine has it at one moment; two of them can be compared. */
export interface Leftovers {
  readonly processes: readonly string[];
  readonly mounts: readonly string[];
  readonly namespaces: readonly string[];
  readonly links: readonly string[];
  readonly groups: readonly string[];
  readonly directories: readonly string[];
}

/** Everything on the machine that carries one of the words: sandboxes of other tests come and go meanwhile. */
export async function leftovers(words: readonly string[]): Promise<Leftovers> {
  const mine = (text: string): boolean => words.some((word) => text.includes(word));
  const links = (await execa('ip', ['-o', 'link', 'show'])).stdout.split('\n');
  const namespaces = await readdir('/run/netns').catch(() => []);
  const mounts = (await readFile('/proc/self/mountinfo', 'utf8')).split('\n');
  const roots = ['/run/fleetwright-sandbox', '/var/lib/fleetwright-sandbox', '/run/systemd/nspawn/propagate'];
  const entries = await Promise.all(roots.map((root) => readdir(root).catch(() => [])));
  const { stdout: groups } = await execa('find', ['/sys/fs/cgroup', '-maxdepth', '3', '-type', 'd'], {
    reject: false,
  });
  return {
    processes: (await commandLines()).filter(mine),
    mounts: mounts.filter(mine),
    namespaces: namespaces.filter(mine),
    links: links.filter(mine),
    groups: groups.split('\n').filter(mine),
    directories: entries.flat().filter(mine),
  };
}

async function commandLines(): Promise<string[]> {
  const pids = (await readdir('/proc')).filter(
    (entry) => /^\d+$/.test(entry) && Number(entry) !== process.pid,
  );
  const read = async (pid: string): Promise<string> => {
    const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return words.replaceAll('\0', ' ');
  };
  return Promise.all(pids.map(read));
}
