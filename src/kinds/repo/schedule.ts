import { milliseconds } from '../../model/duration.ts';

/** When unattended updates run, as both schedulers want it. */
export interface Schedule {
  /** What was written. */
  readonly text: string;
  /** Calendar expressions for systemd (systemd.time(7)), any of which starts it. */
  readonly calendar: readonly string[];
  /** Five fields for cron; absent where cron cannot say it. */
  readonly cron?: string;
}

/** `every 6h`, five fields of cron, or a calendar expression → a schedule; a string says what is wrong. */
export function parseSchedule(text: string): Schedule | string {
  const every = /^every\b\s*(.*)$/.exec(text);
  if (every !== null) return everySchedule(text, every[1] ?? '');
  const fields = text.trim().split(/\s+/);
  if (fields.length === 5 && fields.every((field) => /^[\d*,/A-Za-z-]+$/.test(field)))
    return cronSchedule(text, fields);
  if (!/^[A-Za-z0-9*,.:/~ _+-]+$/.test(text) || text.startsWith('-'))
    return `\`${text}\` is no calendar expression of systemd`;
  // The host's own systemd has the last word on it, when the plan is made.
  return { text, calendar: [text] };
}

function everySchedule(text: string, duration: string): Schedule | string {
  const minutes = (milliseconds(duration) ?? Number.NaN) / 60_000;
  if (!Number.isInteger(minutes) || minutes < 1)
    return `\`${text}\`: expected whole minutes, such as \`every 30m\` or \`every 6h\``;
  if (minutes < 60 && 60 % minutes === 0)
    return { text, calendar: [`*:0/${minutes}`], cron: `*/${minutes} * * * *` };
  const hours = minutes / 60;
  if (hours === 24) return { text, calendar: ['*-*-* 00:00:00'], cron: '0 0 * * *' };
  if (Number.isInteger(hours) && hours < 24 && 24 % hours === 0)
    return { text, calendar: [`*-*-* 0/${hours}:00:00`], cron: `0 */${hours} * * *` };
  return `\`${text}\` does not come out even in an hour or a day: say 1, 2, 3, 4, 5, 6, 10, 12, 15, 20 or 30 minutes, 1, 2, 3, 4, 6, 8 or 12 hours, or 1d`;
}

interface Field {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly words?: readonly string[];
}

const fieldsOfCron: readonly Field[] = [
  { name: 'minute', from: 0, to: 59 },
  { name: 'hour', from: 0, to: 23 },
  { name: 'day of the month', from: 1, to: 31 },
  {
    name: 'month',
    from: 1,
    to: 12,
    words: ['', 'jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  },
  {
    name: 'day of the week',
    from: 0,
    to: 7,
    words: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
  },
];

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

function cronSchedule(text: string, fields: readonly string[]): Schedule | string {
  const values: (readonly number[] | undefined)[] = [];
  for (const [index, field] of fieldsOfCron.entries()) {
    const read = readField(fields[index] ?? '', field);
    if (typeof read === 'string') return `\`${text}\`: ${read}`;
    values.push(read);
  }
  const [minutes, hours, monthDays, months, weekDays] = values;
  const list = (numbers: readonly number[] | undefined): string => numbers?.join(',') ?? '*';
  const time = `${list(hours)}:${list(minutes)}:00`;
  const date = (own: readonly number[] | undefined): string => `*-${list(months)}-${list(own)}`;
  const week = [...new Set((weekDays ?? []).map((day) => days[day % 7] ?? ''))].join(',');
  // Where both are limited, cron runs on either (crontab(5)).
  const either = monthDays !== undefined && weekDays !== undefined;
  const calendar = either
    ? [`${date(monthDays)} ${time}`, `${week} ${date(undefined)} ${time}`]
    : [`${week === '' ? '' : `${week} `}${date(monthDays)} ${time}`];
  return { text, calendar, cron: fields.join(' ') };
}

/** One field of crontab(5) → its numbers; undefined for all of them, a string for a mistake. */
function readField(text: string, field: Field): readonly number[] | undefined | string {
  if (text === '*') return undefined;
  const numbers = new Set<number>();
  for (const part of text.split(',')) {
    const match = /^(?:(\*)|(\w+)(?:-(\w+))?)(?:\/(\d+))?$/.exec(part);
    if (match === null) return `\`${part}\` is no ${field.name}`;
    const [, all, first = '', last, step] = match;
    const end = field.to === 7 ? 6 : field.to;
    const from = all === undefined ? numberOf(first, field) : field.from;
    const alone = step === undefined && all === undefined ? from : end;
    const to = last === undefined ? alone : numberOf(last, field);
    const by = Number(step ?? 1);
    if (from === undefined || to === undefined || from > to || by < 1)
      return `\`${part}\` is no ${field.name}`;
    for (let number = from; number <= to; number += by) numbers.add(number);
  }
  return [...numbers].sort((a, b) => a - b);
}

function numberOf(word: string, { from, to, words }: Field): number | undefined {
  const named = words?.indexOf(word.toLowerCase()) ?? -1;
  if (named > 0 || (named === 0 && from === 0)) return named;
  const number = /^\d{1,2}$/.test(word) ? Number(word) : Number.NaN;
  return number >= from && number <= to ? number : undefined;
}
