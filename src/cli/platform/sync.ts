import { refuseUnapprovable } from '../approval.ts';
import type { Verb } from '../frame.ts';
import { sync as syncUnits } from '../units/sync.ts';
import { exchangeWith } from './one-host.ts';

/** `platform sync <host>`: the declared trees, both ways, against what both sides last agreed on. */
export const sync: Verb = async ([word = ''], flags, frame) =>
  refuseUnapprovable(flags, frame) ?? exchangeWith(word, { way: 'sync', units: syncUnits }, flags, frame);
