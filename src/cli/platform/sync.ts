import { refuseUnapprovable } from '../approval.ts';
import type { Verb } from '../frame.ts';
import { sync as syncUnits } from '../units/sync.ts';
import { exchangeWith } from './exchange-with.ts';

/** `platform sync <host...>`: the declared trees, both ways, against what both sides last agreed on. */
export const sync: Verb = async (words, flags, frame) =>
  refuseUnapprovable(flags, frame) ?? exchangeWith(words, { way: 'sync', units: syncUnits }, flags, frame);
