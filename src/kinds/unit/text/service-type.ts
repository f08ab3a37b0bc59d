import type { UnitText } from './parse.ts';
import { lastReadable, listSetting, type Setting } from './settings.ts';

/** The words of a service's Type=; `notify-reload` came with systemd 253. systemd.service(5). */
export const serviceTypes = [
  'simple',
  'exec',
  'forking',
  'oneshot',
  'dbus',
  'notify',
  'notify-reload',
  'idle',
] as const;

export type ServiceType = (typeof serviceTypes)[number];

/**
 * A service's Type= over its file and drop-ins; words that systemd does not know count for nothing. Without one: `dbus` when
 * BusName= is set, `simple` when there is an ExecStart=, else `oneshot`; systemd.service(5).
 */
export function serviceType(texts: readonly UnitText[]): ServiceType {
  const written = lastReadable(texts, ['Service', 'Type'], (value) => isServiceType(value))?.value;
  if (written !== undefined && isServiceType(written)) return written;
  if (busName(texts) !== undefined) return 'dbus';
  return listSetting(texts, 'Service', 'ExecStart').length > 0 ? 'simple' : 'oneshot';
}

/** The name that a Type=dbus service takes on the bus; an empty one is skipped, not a reset. */
export function busName(texts: readonly UnitText[]): Setting | undefined {
  return lastReadable(texts, ['Service', 'BusName'], (value) => value !== '');
}

function isServiceType(word: string): word is ServiceType {
  return serviceTypes.some((type) => type === word);
}
