import type { Connection } from '../hosts/connection.ts';
import type { AnyKind } from '../kinds/kind.ts';
import type { Address } from '../model/address.ts';
import type { Json } from '../model/json.ts';
import type { HostPlan } from '../model/plan.ts';
import { observe } from './observe.ts';

/** A fact that a saved plan rests on and that has changed since. */
export interface Moved {
  readonly address: Address;
  readonly field: string;
  readonly was: Json;
  readonly is: Json;
}

/**
 * Looks again at what a host's plan rests on. Gives what has moved; a string says why the host could not be looked at.
 * The plan's own steps need no documents, and neither does this.
 */
export async function recheck(
  connection: Connection,
  plan: HostPlan,
  kinds: readonly AnyKind[],
): Promise<readonly Moved[] | string> {
  const addresses = Object.keys(plan.evidence) as Address[];
  const nameOf = (address: Address): string => address.slice(address.indexOf('/') + 1);
  const ofKind = (kind: AnyKind): readonly Address[] =>
    addresses.filter((address) => address.startsWith(`${kind.name}/`));
  const present = kinds.filter((kind) => ofKind(kind).length > 0);
  const resources = present.map((kind) => ({
    kind,
    desired: ofKind(kind).map((one) => kind.named(nameOf(one))),
  }));
  const observed = await observe(connection, resources);
  if ('unseen' in observed) return observed.unseen;
  return present.flatMap((kind, index) =>
    ofKind(kind).flatMap((address) => {
      const facts = kind.facts(nameOf(address), observed.actuals[index]);
      return moved(address, plan.evidence[address] ?? {}, facts);
    }),
  );
}

function moved(
  address: Address,
  then: Readonly<Record<string, Json>>,
  now: Readonly<Record<string, Json>>,
): readonly Moved[] {
  return Object.entries(then).flatMap(([field, was]): Moved[] => {
    const is = now[field] ?? null;
    return JSON.stringify(is) === JSON.stringify(was) ? [] : [{ address, field, was, is }];
  });
}
