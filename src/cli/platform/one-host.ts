import { join, resolve } from 'node:path';

import { hostDirectory } from '../../snapshot/backups.ts';
import { exitCodes } from '../exit-code.ts';
import type { Frame, Verb } from '../frame.ts';
import type { Flags } from '../options.ts';
import { syncDirectory, withSyncLock } from '../sync-state.ts';
import { givenPatterns } from '../units/patterns.ts';
import { exchangeTrees, type Exchange } from './exchange.ts';
import { filled, readPlatform, trees, type Part } from './declared.ts';
import { declaredUnits } from './watch-units.ts';

/** A verb that exchanges the platform with one host: its trees, and with --include-systemd then its units. */
export async function exchangeWith(
  word: string,
  { way, units }: { readonly way: Exchange['way']; readonly units: Verb },
  flags: Flags,
  frame: Frame,
): Promise<number> {
  const part: Part = way === 'pull' ? filled : { ...trees, lacks: filled.lacks };
  const declared = await readPlatform([word], part, flags, frame);
  if (typeof declared === 'number') return declared;
  const [first, second] = declared.fleet.hosts;
  if (first === undefined || second !== undefined) {
    frame.err.write(`error: ${word} is ${declared.fleet.hosts.length} hosts, and one is meant\n`);
    return exitCodes.usage;
  }
  const host = first.host.name;
  const directory = syncDirectory(hostDirectory(host), frame);
  const into = flags.to === undefined ? { bases: directory } : { to: resolve(frame.cwd, flags.to) };
  const order = { declared, host, into, way, command: ['platform', way, word] };
  const work = (): Promise<number> => exchangeTrees(order, flags, frame);
  const code = 'to' in into ? await work() : await withSyncLock({ directory, word }, work, flags, frame);
  const goesOn = code === exitCodes.done || code === exitCodes.changes;
  if (flags.includeSystemd !== true || !goesOn) return code;
  const given = givenPatterns(flags, declared.settings, frame) ?? [];
  if (typeof given === 'number') return given;
  const match = [...new Set([...given, ...declaredUnits(first.resources)])];
  const more = await units([word], unitFlags(match, flags), frame);
  return more === exitCodes.done ? code : more;
}

/** The units that are declared and those that are configured; a copy of them in a directory of its own. */
function unitFlags(match: readonly string[], flags: Flags): Flags {
  return {
    ...flags,
    ...(match.length > 0 && { match }),
    ...(flags.to !== undefined && { to: join(flags.to, 'systemd') }),
  };
}
