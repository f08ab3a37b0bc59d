const day = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const time = '(?:[01]\\d|2[0-3]):[0-5]\\d';
const shape = new RegExp(
  `^(?:(${day}(?:(?:,|-|\\.\\.)${day})*) )?(${time})-(${time}|24:00)(?: ([A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*))?$`,
);

/** Why a text is no window, such as `Sat,Sun 02:00-05:00 Europe/Berlin`; undefined where it is one. */
export function refusedWindow(text: string): string | undefined {
  const match = shape.exec(text);
  if (match === null)
    return 'expected days, hours and a time zone, such as "Sat,Sun 02:00-05:00 Europe/Berlin"';
  const zone = match[4];
  if (zone === undefined || isZone(zone)) return undefined;
  return `\`${zone}\` is no time zone; they are named as in Europe/Berlin`;
}

/** The time zone of a window that is one; undefined for the host's own. */
export function zoneOf(text: string): string | undefined {
  return shape.exec(text)?.[4];
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Whether a window with a zone of its own is open at an instant, as the updater sees it (hosts/sh/updater/windows.sh). */
export function isOpenAt(window: string, instant: number): boolean {
  const [, list, from = '', to = '', zone] = shape.exec(window) ?? [];
  const parts = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: zone ?? 'UTC', weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  }).formatToParts(instant);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  const [today, now] = [days.indexOf(part('weekday')), `${part('hour')}:${part('minute')}`];
  if (from < to) return from <= now && now < to && isAmong(today, list);
  return (from <= now && isAmong(today, list)) || (now < to && isAmong((today + 6) % 7, list));
}

/** `Mon,Wed` or `Fri-Mon`; none is all. */
function isAmong(today: number, list: string | undefined): boolean {
  if (list === undefined) return true;
  return list.split(',').some((range) => {
    const [from = 0, to = from] = range.split(/-|\.\./).map((name) => days.indexOf(name));
    return from <= to ? from <= today && today <= to : from <= today || today <= to;
  });
}
