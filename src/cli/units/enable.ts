import { isGlob } from '../../model/host-glob.ts';
import { switchCaught, switchNamed, type Switch } from '../../snapshot/switch.ts';
import { refuseUnapprovable } from '../approval.ts';
import type { Frame, Verb } from '../frame.ts';
import type { Flags } from '../options.ts';
import { changeUnits, type HostChange } from './change.ts';
import { chooseHosts } from './hosts.ts';
import { choosePatterns, readPatterns } from './patterns.ts';

/** `units enable [pattern] [host...]`: at boot, and now. */
export const enable: Verb = (words, flags, frame) => switchUnits('enable', words, flags, frame);

/** `units disable [pattern] [host...]`: no more at boot, and stopped. */
export const disable: Verb = (words, flags, frame) => switchUnits('disable', words, flags, frame);

async function switchUnits(
  verb: 'enable' | 'disable',
  words: readonly string[],
  flags: Flags,
  frame: Frame,
): Promise<number> {
  const refused = refuseUnapprovable(flags, frame);
  if (refused !== undefined) return refused;
  const [pattern, ...hosts] = words;
  const chosen = await chooseHosts(hosts, flags, frame);
  if (typeof chosen === 'number') return chosen;
  const patterns =
    pattern === undefined ? choosePatterns(flags, chosen.settings, frame) : readPatterns([pattern], frame);
  if (typeof patterns === 'number') return patterns;
  const asked = { enabled: verb === 'enable', alsoNow: flags.start !== false };
  const changes = chosen.hosts.map((host) => ({ host, ...changeOf(host.name, patterns, asked, frame) }));
  return changeUnits({ chosen, changes, command: ['units', verb, ...words] }, flags, frame);
}

/** A unit that is named is asked for whatever it is; what a glob catches only the host can tell. */
function changeOf(
  host: string,
  patterns: readonly string[],
  asked: Switch,
  frame: Frame,
): Omit<HostChange, 'host'> {
  const [first, second] = patterns;
  if (first !== undefined && second === undefined && !isGlob(first))
    return { units: [switchNamed(first.replaceAll('\\\\', '\\'), asked)], patterns: [] };
  return {
    units: [],
    patterns,
    decide: (now) => {
      const { desired, notes } = switchCaught(now, patterns, asked);
      for (const note of notes) frame.err.write(`${host}: ${note}\n`);
      return desired;
    },
  };
}
