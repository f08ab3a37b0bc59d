import type { Connection } from '../hosts/connection.ts';
import type { AnyKind } from '../kinds/kind.ts';
import type { Outcome } from '../model/event.ts';
import type { Json } from '../model/json.ts';
import type { HostPlan } from '../model/plan.ts';
import { printable } from '../model/printable.ts';
import { recheck } from '../observe/recheck.ts';

/** Why a saved plan may not be used on a host. */
export interface Outdated {
  readonly outcome: Outcome & ('stale' | 'unreachable');
  readonly message: string;
}

/** Looks at a host whether the facts that a saved plan rests on still hold, and says which have moved. */
export async function outdated(
  connection: Connection,
  plan: HostPlan,
  kinds: readonly AnyKind[] | undefined,
): Promise<Outdated | undefined> {
  if (kinds === undefined) return undefined;
  const moved = await recheck(connection, plan, kinds);
  if (typeof moved === 'string') return { outcome: 'unreachable', message: moved };
  if (moved.length === 0) return undefined;
  const facts = moved.map(
    ({ address, field, was, is }) => `${address} ${field}: ${shown(was)} → ${shown(is)}`,
  );
  return { outcome: 'stale', message: `changed since the plan was made: ${facts.join('; ')}; plan again` };
}

function shown(value: Json): string {
  if (value === null) return 'nothing';
  const text = typeof value === 'string' ? value.replace(/^(sha256:.{12}).*/, '$1') : JSON.stringify(value);
  return printable(text === '' ? 'nothing' : text);
}
