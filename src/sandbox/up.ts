import { access, mkdir, writeFile } from 'node:fs/promises';
import { whyNoSandbox } from './ability.ts';
import { alone } from './alone.ts';
import { baseTree } from './base-tree.ts';
import { installTools } from './controller-tools.ts';
import { removeAll } from './down.ts';
import { SandboxFailure } from './failure.ts';
import { raiseKernelLimits } from './kernel-limits.ts';
import { makeUpperHome } from './overlay.ts';
import { placesOf } from './places.ts';
import type { Places } from './places.ts';
import type { Sandbox } from './sandbox.ts';
import { start } from './start.ts';
import type { UpOptions } from './start.ts';
import { processesOf } from './stop-hosts.ts';

/** As many ports as a bridge of Linux has, less a few. */
const mostHosts = 1000;

/**
 * Boots `count` hosts and gives them once they answer. What a killed or failed start of the same name left is removed
 * first; a sandbox that is up is left alone. Throws a SandboxFailure that says what to do; hosts that did not boot are
 * left for a look, and `down` removes them; after an abort nothing is left.
 */
export async function up(options: UpOptions): Promise<Sandbox> {
  const { name, count, onProgress } = options;
  const why = whyNoSandbox();
  if (why !== undefined) throw new SandboxFailure(why);
  if (!(count >= 1 && count <= mostHosts)) {
    throw new SandboxFailure(`a sandbox has 1 to ${mostHosts} hosts, not ${count}`);
  }
  const places = placesOf(name);
  await installTools(onProgress);
  const base = await baseTree(onProgress);
  return alone(name, async () => {
    await makeRoom(places);
    await raiseKernelLimits(count, onProgress);
    try {
      const sandbox = await start(places, base, options);
      await writeFile(places.ready, '');
      return sandbox;
    } catch (error) {
      if (options.signal?.aborted) await removeAll(places);
      throw error;
    }
  });
}

/** Makes the sandbox's directories, after taking away what is left of a start that did not come to its end. */
async function makeRoom(places: Places): Promise<void> {
  const ready = await access(places.ready).then(
    () => true,
    () => false,
  );
  if (ready && (await processesOf(places)).length > 0) {
    throw new SandboxFailure(
      `sandbox ${places.sandbox} is there already; \`fleetwright sandbox down\` removes it`,
    );
  }
  await removeAll(places);
  await mkdir(places.state, { recursive: true, mode: 0o700 });
  await makeUpperHome(places.overlays);
}
