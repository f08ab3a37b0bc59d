import { refuseUnapprovable } from '../approval.ts';
import type { Verb } from '../frame.ts';
import { changePlatform } from './change.ts';
import { readPlatform, trees, whole } from './declared.ts';

/** `platform push <host...>`: the trees that the playbook declares for hosts, and with --include-systemd its units. */
export const push: Verb = async (words, flags, frame) => {
  const refused = refuseUnapprovable(flags, frame);
  if (refused !== undefined) return refused;
  const part = flags.includeSystemd === true ? whole : trees;
  const declared = await readPlatform(words, part, flags, frame);
  if (typeof declared === 'number') return declared;
  const command = ['platform', 'push', ...words];
  return changePlatform({ declared, part, command, pushes: true }, flags, frame);
};
