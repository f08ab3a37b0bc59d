import { join, resolve } from 'node:path';

import { hostDirectory } from '../../snapshot/backups.ts';
import { isRehearsal } from '../approval.ts';
import type { Declaration } from '../declaration.ts';
import { exitCodes } from '../exit-code.ts';
import type { Frame, Verb } from '../frame.ts';
import type { Flags } from '../options.ts';
import { syncDirectory, withSyncLock } from '../sync-state.ts';
import { givenPatterns } from '../units/patterns.ts';
import { removeOld } from '../units/remove-old.ts';
import { exchangeTrees, type Exchange } from './exchange.ts';
import { filled, onlyHost, readPlatform, trees, type Part } from './declared.ts';
import { declaredUnits } from './watch-units.ts';

/** Which way the platform goes, and the verb that its units then take. */
export interface Way {
  readonly way: Exchange['way'];
  readonly units: Verb;
}

/**
 * A verb that exchanges the platform with hosts, one after the other: what came from the first goes to the next. Their
 * trees, and with --include-systemd then their units. Gives the exit code of the first that was not well.
 */
export async function exchangeWith(
  words: readonly string[],
  verb: Way,
  flags: Flags,
  frame: Frame,
): Promise<number> {
  const { way } = verb;
  const part: Part = way === 'pull' ? filled : { ...trees, lacks: filled.lacks };
  const declared = await readPlatform(words, part, flags, frame);
  if (typeof declared === 'number') return declared;
  const hosts = declared.fleet.hosts.map(({ host }) => host.name);
  if (way === 'pull' && hosts.length > 1) {
    frame.err.write(`error: ${words.join(' ')} is ${hosts.length} hosts, and one is meant\n`);
    return exitCodes.usage;
  }
  const codes: number[] = [];
  for (const [index, host] of hosts.entries()) {
    // Its sources are not what they were when the first was read.
    const own = index === 0 ? onlyHost(declared, host) : await readPlatform([host], part, flags, frame);
    codes.push(typeof own === 'number' ? own : await exchangeHost(own, host, verb, { flags, frame }));
    if (frame.stop.aborted) break;
  }
  const unwell = codes.find((code) => !isWell(code));
  if (unwell !== undefined) return unwell;
  const old = isRehearsal(flags)
    ? undefined
    : await removeOld(declared.settings.backupDir.value, 'trees', flags, frame);
  return old ?? codes.find((code) => code !== exitCodes.done) ?? exitCodes.done;
}

function isWell(code: number): boolean {
  return code === exitCodes.done || code === exitCodes.changes;
}

interface World {
  readonly flags: Flags;
  readonly frame: Frame;
}

async function exchangeHost(
  declared: Declaration,
  host: string,
  { way, units }: Way,
  { flags, frame }: World,
): Promise<number> {
  const directory = syncDirectory(hostDirectory(host), frame);
  const into = flags.to === undefined ? { bases: directory } : { to: resolve(frame.cwd, flags.to) };
  const order = { declared, host, into, way, command: ['platform', way, host] };
  const work = (): Promise<number> => exchangeTrees(order, flags, frame);
  const code =
    'to' in into ? await work() : await withSyncLock({ directory, word: host }, work, flags, frame);
  if (flags.includeSystemd !== true || !isWell(code)) return code;
  const given = givenPatterns(flags, declared.settings, frame) ?? [];
  if (typeof given === 'number') return given;
  const resources = declared.fleet.hosts.flatMap((one) => one.resources);
  const match = [...new Set([...given, ...declaredUnits(resources)])];
  const more = await units([host], unitFlags(match, flags), frame);
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
