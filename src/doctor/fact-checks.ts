import { printable } from '../model/printable.ts';
import { check } from '../model/check.ts';
import type { Check } from '../model/check.ts';
import type { HostFacts, Space } from './read-facts.ts';
import { needed, useful } from './tools.ts';
import type { UsefulTool } from './tools.ts';

/** `systemd-run --pipe --wait --collect`, by which a host carries out a run, came with it. */
const oldestSystemd = 236;

/** When the facts were asked for and when they had come, in seconds since 1970 by our clock. */
export interface Asked {
  readonly from: number;
  readonly until: number;
  /** As root: only then does it matter whether a place can be written to. */
  readonly asRoot: boolean;
}

/** Judges what a host has told of itself. */
export function factChecks(facts: HostFacts, asked: Asked): readonly Check[] {
  if (!facts.whole) return [check('script', 'fail', 'the look at the host ended too early')];
  return [
    systemd(facts),
    ...(facts.systemd === undefined ? [] : [bus(facts)]),
    tools(facts),
    ...facts.spaces.map((space) => disk(space, asked.asRoot)),
    clock(facts, asked),
    ...useful.map((tool) => usefulTool(tool, facts)),
  ];
}

function systemd({ systemd, state }: HostFacts): Check {
  if (systemd === undefined) return check('systemd', 'fail', 'systemd is not the init of this host');
  const version = Number.parseInt(systemd, 10);
  const shown = `${printable(systemd)}${state === undefined || state === '' ? '' : `, ${printable(state)}`}`;
  if (Number.isNaN(version))
    return check('systemd', 'fail', 'systemd does not answer', 'look at `systemctl status` on the host');
  if (version < oldestSystemd)
    return check('systemd', 'fail', shown, `systemd ${oldestSystemd} or newer is needed`);
  if (state === 'degraded')
    return check('systemd', 'warn', shown, '`systemctl --failed` on the host says what has failed');
  return check('systemd', state === 'maintenance' || state === 'stopping' ? 'fail' : 'ok', shown);
}

/** A run is carried out by `systemd-run --wait`, which hears of its end over the system bus. */
function bus({ bus }: HostFacts): Check {
  return bus
    ? check('system bus', 'ok', 'answers')
    : check(
        'system bus',
        'fail',
        'does not answer',
        '`systemctl start dbus` on the host, or install dbus there',
      );
}

function tools(facts: HostFacts): Check {
  const missing = needed.filter((tool) => !facts.tools.has(tool));
  if (missing.length === 0) return check('tools', 'ok', `all ${needed.length} are there`);
  return check('tools', 'fail', `missing: ${missing.join(', ')}`, 'install coreutils and util-linux');
}

function usefulTool({ anyOf, purpose }: UsefulTool, facts: HostFacts): Check {
  const name = anyOf.join(' or ');
  const found = anyOf.filter((tool) => facts.tools.has(tool));
  return found.length > 0 ? check(name, 'ok', 'installed') : check(name, 'warn', `not installed: ${purpose}`);
}

/** A run saves what it replaces, so a little room is needed; much less than this is a host in trouble anyway. */
const roomKib = { '/etc': 16 << 10, '/var': 256 << 10, '/run': 8 << 10 } as const;
const fewInodes = 1000;

function disk(space: Space, asRoot: boolean): Check {
  const name = `disk ${printable(space.path)}`;
  const { freeKib, allKib, freeInodes } = space;
  if (asRoot && !space.writable)
    return check(name, 'fail', 'cannot be written to', 'look for a read-only mount');
  if (freeKib === undefined) return check(name, 'warn', 'its free space could not be found out');
  const room = roomKib[space.path as keyof typeof roomKib];
  const detail = `${size(freeKib)} free${allKib === undefined ? '' : ` of ${size(allKib)}`}`;
  // Btrfs and others count no inodes and say 0 of 0, which df shows as `-` or 0: only a small number means something.
  if (freeInodes !== undefined && freeInodes > 0 && freeInodes < fewInodes)
    return check(name, 'warn', `${detail}, ${freeInodes} inodes free`, 'remove small files');
  if (freeKib < 1024) return check(name, 'fail', detail, 'make room');
  return freeKib < room ? check(name, 'warn', detail, 'make room') : check(name, 'ok', detail);
}

function size(kib: number): string {
  if (kib < 1 << 10) return `${kib} KiB`;
  return kib < 1 << 20 ? `${Math.round(kib / 1024)} MiB` : `${(kib / (1 << 20)).toFixed(1)} GiB`;
}

/** Certificates, journals and comparisons of times go wrong beyond it. */
const tolerableSkew = 5;

function clock({ time }: HostFacts, { from, until }: Asked): Check {
  if (time === undefined) return check('clock', 'warn', 'the host’s time could not be found out');
  const skew = time < from - 1 ? time - from : time > until + 1 ? time - until : 0;
  const detail =
    skew === 0
      ? 'agrees with ours'
      : `${Math.abs(Math.round(skew))} s ${skew < 0 ? 'behind' : 'ahead of'} ours`;
  return Math.abs(skew) <= tolerableSkew
    ? check('clock', 'ok', detail)
    : check(
        'clock',
        'warn',
        detail,
        'set up time synchronisation (`timedatectl set-ntp true`), here or there',
      );
}
