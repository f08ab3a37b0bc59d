import type { Connection, Limits, ScriptResult } from '../hosts/connection.ts';
import type { Connect } from '../hosts/connector.ts';
import { call } from '../hosts/quote.ts';
import { shell } from '../hosts/script.ts';
import type { Host } from '../model/host.ts';
import { check } from '../model/check.ts';
import type { Check } from '../model/check.ts';
import { factChecks } from './fact-checks.ts';
import { readFacts } from './read-facts.ts';
import { needed, useful } from './tools.ts';
import { brokenWay, wayChecks } from './way-checks.ts';

const limits: Limits = { maxBytes: 64 << 10, idleMs: 30_000, totalMs: 60_000 };

/** Looks at everything a run depends on, on the way to a host and there. Changes nothing. */
export async function examine(host: Host, connect: Connect, signal?: AbortSignal): Promise<readonly Check[]> {
  const connection = await connect(host, signal);
  if ('type' in connection) return brokenWay(connection);
  try {
    const way = connection.way ? wayChecks(connection.way) : [];
    return [...way, ...(await examineInside(connection, host, signal))];
  } finally {
    await connection.close();
  }
}

async function examineInside(
  connection: Connection,
  host: Host,
  signal?: AbortSignal,
): Promise<readonly Check[]> {
  const asRoot = await look(connection, true, signal);
  if (asRoot.result.type !== 'refused') return [becoming(connection, host), ...asRoot.checks];
  // Without root there is still something to be seen.
  const asUser = await look(connection, false, signal);
  return [
    check('become', 'fail', asRoot.result.message),
    ...(asUser.result.type === 'refused' ? [] : asUser.checks),
  ];
}

function becoming(connection: Connection, host: Host): Check {
  const isRoot = connection.way?.user === 'root';
  return check('become', 'ok', isRoot ? 'the login user is root' : `by ${host.become}`);
}

interface Look {
  readonly result: ScriptResult;
  readonly checks: readonly Check[];
}

async function look(connection: Connection, privileged: boolean, signal?: AbortSignal): Promise<Look> {
  const text = `${shell('common', 'doctor')}\n${call('doctor', ...needed, ...useful.flatMap(({ anyOf }) => anyOf))}\n`;
  const from = Date.now() / 1000;
  const result = await connection.run({ text, privileged, limits, ...(signal && { signal }) });
  if (result.type === 'refused') return { result, checks: [] };
  if (result.type !== 'exited') return { result, checks: [check('script', 'fail', result.message)] };
  const facts = readFacts(new TextDecoder().decode(result.stdout));
  return { result, checks: factChecks(facts, { from, until: Date.now() / 1000, asRoot: privileged }) };
}
