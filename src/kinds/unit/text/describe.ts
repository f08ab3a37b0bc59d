import { parseBoolean } from './boolean.ts';
import type { UnitText } from './parse.ts';
import { serviceType } from './service-type.ts';
import { listSetting } from './settings.ts';

/** What a planner needs to know of a unit's text, drop-ins applied. */
export interface UnitDescription {
  /** A service's Type=, spelled out where it is left out; of other units `simple` or whatever stands there. */
  readonly type: string;
  readonly remainAfterExit: boolean;
  /** `systemctl reload` does something. */
  readonly canReload: boolean;
  /** There is something to enable, right or wrong. */
  readonly hasInstall: boolean;
  readonly refuseManualStart: boolean;
  readonly refuseManualStop: boolean;
}

/** Reads a unit file (first) with its drop-ins; the last value wins, an empty one restores the default. Never fails. */
export function describeUnitText(texts: readonly UnitText[]): UnitDescription {
  return {
    type: serviceType(texts),
    remainAfterExit: isOn(texts, 'Service', 'RemainAfterExit'),
    canReload: canReload(texts),
    hasInstall: hasInstall(texts),
    refuseManualStart: isOn(texts, 'Unit', 'RefuseManualStart'),
    refuseManualStop: isOn(texts, 'Unit', 'RefuseManualStop'),
  };
}

/** A service reloads by ExecReload=, or by its signal when it is of Type=notify-reload; systemd.service(5). */
export function canReload(texts: readonly UnitText[]): boolean {
  return listSetting(texts, 'Service', 'ExecReload').length > 0 || serviceType(texts) === 'notify-reload';
}

function hasInstall(texts: readonly UnitText[]): boolean {
  const keys = ['WantedBy', 'RequiredBy', 'UpheldBy', 'Alias', 'Also'];
  return keys.some((key) => listSetting(texts, 'Install', key).length > 0);
}

/** The last boolean that systemd can read; it skips the others. */
function isOn(texts: readonly UnitText[], section: string, key: string): boolean {
  const readable = listSetting(texts, section, key).filter(({ value }) => parseBoolean(value) !== undefined);
  return parseBoolean(readable.at(-1)?.value ?? '') ?? false;
}
