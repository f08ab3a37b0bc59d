import { isOn } from './boolean.ts';
import type { UnitText } from './parse.ts';
import { type ServiceType, serviceType } from './service-type.ts';
import { assignments, listSetting } from './settings.ts';

/** What a planner needs to know of a unit's text, drop-ins applied. */
export interface UnitDescription {
  /** A service's Type=, spelled out where it is left out; means nothing for other units. */
  readonly type: ServiceType;
  readonly remainAfterExit: boolean;
  /** `systemctl reload` does something. */
  readonly canReload: boolean;
  /** There is something to enable, right or wrong. */
  readonly hasInstall: boolean;
  readonly refuseManualStart: boolean;
  readonly refuseManualStop: boolean;
}

/** Reads a unit file (first) with its drop-ins; the last value that systemd can read wins. Never fails. */
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

/** A service that has ended when its command has, and never stays active. */
export function isOverWithItsCommand(name: string, texts: readonly UnitText[]): boolean {
  if (!name.endsWith('.service')) return false;
  const { type, remainAfterExit } = describeUnitText(texts);
  return type === 'oneshot' && !remainAfterExit;
}

/** A service reloads by ExecReload=, or by its signal when it is of Type=notify-reload; systemd.service(5). */
export function canReload(texts: readonly UnitText[]): boolean {
  return listSetting(texts, 'Service', 'ExecReload').length > 0 || serviceType(texts) === 'notify-reload';
}

function hasInstall(texts: readonly UnitText[]): boolean {
  const keys = ['WantedBy', 'RequiredBy', 'UpheldBy', 'Alias'];
  const also = texts.flatMap((text) => assignments(text, 'Install', 'Also')); // no empty one takes it back
  return (
    keys.some((key) => listSetting(texts, 'Install', key).length > 0) ||
    also.some(({ value }) => value !== '')
  );
}
