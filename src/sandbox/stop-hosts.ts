import { setTimeout as sleep } from 'node:timers/promises';
import { SandboxFailure } from './failure.ts';
import type { Places } from './places.ts';
import { inhabitants, innerInit, isAlive, keepers } from './processes.ts';

/**
 * Ends every process of a sandbox. A host's systemd goes first and takes its whole host along, so that nspawn sees it
 * and tidies up after itself; whatever is there a moment later is killed.
 */
export async function stopHosts(places: Places): Promise<void> {
  const closing: number[] = [];
  for (const keeper of [...(await keepers(places)).values()].flat()) {
    const init = await innerInit(keeper);
    if (init === undefined) continue;
    kill(init);
    closing.push(keeper);
  }
  await waitUntil(() => Promise.resolve(!closing.some(isAlive)), 2000);
  const gone = await waitUntil(async () => {
    const left = await processesOf(places);
    left.forEach(kill);
    return left.length === 0;
  }, 10_000);
  if (gone) return;
  const left = await processesOf(places);
  throw new SandboxFailure(`these processes of sandbox ${places.sandbox} cannot be ended: ${left.join(' ')}`);
}

/** Keepers of hosts, and all that lives in the hosts' networks. */
export async function processesOf(places: Places): Promise<number[]> {
  const kept = [...(await keepers(places)).values()].flat();
  return [...new Set([...kept, ...(await inhabitants(places))])];
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function waitUntil(holds: () => Promise<boolean>, milliseconds: number): Promise<boolean> {
  const deadline = Date.now() + milliseconds;
  while (!(await holds())) {
    if (Date.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}
