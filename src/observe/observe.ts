import { randomBytes } from 'node:crypto';
import type { Connection, Limits, ScriptResult } from '../hosts/connection.ts';
import type { KindResources } from '../kinds/kind.ts';
import type { Observed } from '../model/observed.ts';
import { printable } from '../model/printable.ts';
import { splitFrames } from './frames.ts';
import { readHostFacts } from './host-facts.ts';
import { lookScript } from './look-script.ts';

/** What a look may cost: a host with thousands of units prints a few megabytes within seconds. */
const limits: Limits = { maxBytes: 32 << 20, idleMs: 30_000, totalMs: 180_000 };

/** Looks at one host: all its resources, of all kinds, in one round trip. Changes nothing there. */
export async function observe(
  connection: Connection,
  resources: readonly KindResources[],
  signal?: AbortSignal,
): Promise<Observed> {
  const nonce = randomBytes(16).toString('hex');
  const probes = resources.flatMap(({ kind, desired }) => kind.probe(desired));
  const text = lookScript(probes, nonce);
  const result = await connection.run({ text, privileged: true, limits, ...(signal && { signal }) });
  const output = outputOf(result);
  if (typeof output === 'string') return { unseen: output };
  const sections = splitFrames(output, nonce);
  if (sections === null) return { unseen: cut(result) };
  const facts = readHostFacts(sections.get('host'));
  if (typeof facts === 'string') return { unseen: facts };
  const actuals = resources.map(({ kind, desired }) => kind.read(sections, desired, facts));
  const problem = actuals.find((actual) => typeof actual === 'string');
  return problem === undefined ? { facts, actuals } : { unseen: problem };
}

function outputOf(result: ScriptResult): Uint8Array | string {
  if (result.type === 'exited') return result.stdout;
  return result.message;
}

/** The shell ended before the script did: what it complained of is the best reason there is. */
function cut(result: ScriptResult): string {
  const said = printable(result.stderr.trim().split('\n').at(-1) ?? '');
  return `the look at the host ended too early${said === '' ? '' : `: ${said}`}`;
}
