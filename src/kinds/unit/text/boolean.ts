import type { UnitText } from './parse.ts';
import { lastReadable } from './settings.ts';

/**
 * A boolean as systemd's parse_boolean() takes it: `1 yes y true t on` and `0 no n false f off`, in any case. Undefined for
 * anything else, which systemd skips with a warning. systemd.syntax(7).
 */
export function parseBoolean(value: string): boolean | undefined {
  if (/^(1|yes|y|true|t|on)$/i.test(value)) return true;
  if (/^(0|no|n|false|f|off)$/i.test(value)) return false;
  return undefined;
}

/** Is a switch that is off by default turned on by a unit file and its drop-ins? */
export function isOn(texts: readonly UnitText[], section: string, key: string): boolean {
  const setting = lastReadable(texts, [section, key], (value) => parseBoolean(value) !== undefined);
  return setting !== undefined && parseBoolean(setting.value) === true;
}
