import { escapePath } from '../../escape.ts';
import type { UnitName, UnitType } from '../../name.ts';
import { isOn } from '../boolean.ts';
import type { UnitText } from '../parse.ts';
import { lastSetting, listSetting } from '../settings.ts';
import { error, type UnitProblem } from './problem.ts';
import { lintService } from './service.ts';

/** A problem of the unit as a whole, and which of its texts it is best shown at. */
export interface WholeProblem extends UnitProblem {
  /** Index into the texts: 0 is the unit file. */
  readonly text: number;
}

type Rule = (texts: readonly UnitText[], unit: UnitName) => readonly WholeProblem[];

/** What systemd demands of a unit file with its drop-ins before it loads the unit: the *_verify() functions of its core. */
const rules: Readonly<Partial<Record<UnitType, Rule>>> = {
  service: lintService,
  timer: (texts) => {
    const triggers = [
      'OnActiveSec',
      'OnBootSec',
      'OnStartupSec',
      'OnUnitActiveSec',
      'OnUnitInactiveSec',
      'OnCalendar',
    ];
    const onEvent = isOn(texts, 'Timer', 'OnClockChange') || isOn(texts, 'Timer', 'OnTimezoneChange');
    return onEvent || anyOf(texts, 'Timer', triggers)
      ? []
      : [lack('the timer has no On…= that would let it elapse', 'OnCalendar=')];
  },
  socket: (texts) => {
    const listens = [
      'Stream',
      'Datagram',
      'SequentialPacket',
      'FIFO',
      'Netlink',
      'Special',
      'MessageQueue',
      'USBFunction',
    ];
    const keys = listens.map((kind) => `Listen${kind}`);
    return anyOf(texts, 'Socket', keys) ? [] : [lack('the socket has no Listen…=', 'ListenStream=')];
  },
  path: (texts) => {
    const keys = ['PathExists', 'PathExistsGlob', 'PathChanged', 'PathModified', 'DirectoryNotEmpty'];
    return anyOf(texts, 'Path', keys) ? [] : [lack('the path unit names no path to watch', 'PathChanged=')];
  },
  mount: (texts, unit) => [
    ...named(texts, unit, ['Mount', 'Where']),
    ...(anyOf(texts, 'Mount', ['What']) ? [] : [lack('the mount has no What=', 'What=')]),
  ],
  automount: (texts, unit) => named(texts, unit, ['Automount', 'Where']),
  swap: (texts, unit) => [
    ...named(texts, unit, ['Swap', 'What']),
    ...(anyOf(texts, 'Swap', ['What']) ? [] : [lack('the swap has no What=', 'What=')]),
  ],
};

/** Checks a unit file (first) with its drop-ins as one. */
export function lintWhole(unit: UnitName, texts: readonly UnitText[]): readonly WholeProblem[] {
  return rules[unit.type]?.(texts, unit) ?? [];
}

function anyOf(texts: readonly UnitText[], section: string, keys: readonly string[]): boolean {
  return listSetting(texts, section, ...keys).length > 0;
}

function lack(message: string, missing: string): WholeProblem {
  return { ...error(0, `${message}: systemd refuses it`, `add ${missing}`), text: 0 };
}

/** The path that a mount, automount or swap is about is also its name; systemd.mount(5). */
function named(
  texts: readonly UnitText[],
  unit: UnitName,
  [section, key]: readonly [string, string],
): readonly WholeProblem[] {
  const setting = lastSetting(texts, section, key);
  // Only a plain path can be judged here: specifiers and UUID=… are resolved on the host.
  if (!setting?.value.startsWith('/') || setting.value.includes('%') || unit.template) return [];
  const escaped = escapePath(setting.value);
  const stem = unit.name.slice(0, -unit.type.length - 1);
  if (escaped === stem) return [];
  const right = escaped === undefined ? 'a path without `..`' : `the name ${escaped}.${unit.type}`;
  return [
    {
      ...error(
        setting.line,
        `${key}=${setting.value} does not go with the name ${unit.name}`,
        `it needs ${right}`,
      ),
      text: setting.text,
    },
  ];
}
