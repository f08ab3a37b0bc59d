const day = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const time = '(?:[01]\\d|2[0-3]):[0-5]\\d';
const shape = new RegExp(
  `^(?:${day}(?:(?:,|-|\\.\\.)${day})* )?${time}-(?:${time}|24:00)(?: ([A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*))?$`,
);

/** Why a text is no window, such as `Sat,Sun 02:00-05:00 Europe/Berlin`; undefined where it is one. */
export function refusedWindow(text: string): string | undefined {
  const match = shape.exec(text);
  if (match === null)
    return 'expected days, hours and a time zone, such as "Sat,Sun 02:00-05:00 Europe/Berlin"';
  const zone = match[1];
  if (zone === undefined || isZone(zone)) return undefined;
  return `\`${zone}\` is no time zone; they are named as in Europe/Berlin`;
}

/** The time zone of a window that is one; undefined for the host's own. */
export function zoneOf(text: string): string | undefined {
  return shape.exec(text)?.[1];
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
