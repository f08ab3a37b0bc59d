import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SandboxFailure } from './failure.ts';
import type { Places } from './places.ts';
import { isAlive } from './processes.ts';

/** Makes the sandbox's directories and marks it as being started by this process; a second starter is refused. */
export async function claim(places: Places): Promise<void> {
  await mkdir(places.state, { recursive: true, mode: 0o700 });
  await mkdir(places.overlays, { recursive: true, mode: 0o700 });
  try {
    await writeFile(marker(places), `${process.pid}`, { flag: 'wx' });
  } catch (cause) {
    throw new SandboxFailure(`sandbox ${places.sandbox} is being started by another process`, { cause });
  }
}

/** Takes the mark away: the sandbox is up. */
export async function settle(places: Places): Promise<void> {
  await rm(marker(places));
}

/** Throws a SandboxFailure while another living process is starting the sandbox. */
export async function refuseWhileStarting(places: Places): Promise<void> {
  const pid = Number(await readFile(marker(places), 'utf8').catch(() => ''));
  if (pid === 0 || pid === process.pid || !isAlive(pid)) return;
  throw new SandboxFailure(`sandbox ${places.sandbox} is being started by process ${pid}; end that first`);
}

function marker(places: Places): string {
  return join(places.state, 'starting');
}
