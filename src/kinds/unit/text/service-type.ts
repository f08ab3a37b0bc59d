import type { UnitText } from './parse.ts';
import { lastSetting, listSetting } from './settings.ts';

/**
 * A service's Type= over its file and drop-ins. Without one: `dbus` when BusName= is set, `oneshot` when there is no
 * ExecStart=, else `simple`; systemd.service(5). The word is the file's, whether or not systemd knows it.
 */
export function serviceType(texts: readonly UnitText[]): string {
  const written = lastSetting(texts, 'Service', 'Type')?.value;
  if (written !== undefined) return written;
  if (lastSetting(texts, 'Service', 'BusName') !== undefined) return 'dbus';
  return listSetting(texts, 'Service', 'ExecStart').length > 0 ? 'simple' : 'oneshot';
}
