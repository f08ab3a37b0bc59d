import { refuseUnapprovable } from '../approval.ts';
import type { Verb } from '../frame.ts';
import { pull as pullUnits } from '../units/pull.ts';
import { exchangeWith } from './exchange-with.ts';

/** `platform pull <host>`: what the host has of the declared trees comes here, into their sources or beside them. */
export const pull: Verb = async (words, flags, frame) =>
  refuseUnapprovable(flags, frame) ?? exchangeWith(words, { way: 'pull', units: pullUnits }, flags, frame);
