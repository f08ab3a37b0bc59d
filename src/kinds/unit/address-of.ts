import type { Address } from '../../model/address.ts';
import type { Desired } from './desired.ts';

/** The name behind `unit/`: of a user's unit, with whose it is. */
export function identify(unit: Desired): string {
  const name = unit.type === 'unit' ? unit.name : unit.patterns.join(' ');
  return unit.scope === 'system' ? name : `${unit.scope}/${name}`;
}

export function addressOf(unit: Desired): Address {
  return `unit/${identify(unit)}`;
}
