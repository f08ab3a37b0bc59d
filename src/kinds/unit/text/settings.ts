import type { Assignment, UnitText } from './parse.ts';

/** A value that holds after drop-ins, and where it was written. */
export interface Setting {
  readonly value: string;
  /** Index into the texts: 0 is the unit file, the rest are drop-ins in their order. */
  readonly text: number;
  readonly line: number;
}

/**
 * A list directive's values over a unit file and its drop-ins, in order: each assignment adds, an empty one forgets all
 * before it; systemd.syntax(7). Of keys that fill one list together (`OnCalendar`, `OnBootSec` …) an empty one empties it.
 */
export function listSetting(
  texts: readonly UnitText[],
  section: string,
  ...keys: readonly string[]
): readonly Setting[] {
  let settings: Setting[] = [];
  for (const setting of written(texts, section, keys)) {
    if (setting.value === '') settings = [];
    else settings.push(setting);
  }
  return settings;
}

/** A text such as Where= over a unit file and its drop-ins: the last one wins, an empty one takes it back (undefined). */
export function lastSetting(texts: readonly UnitText[], section: string, key: string): Setting | undefined {
  return listSetting(texts, section, key).at(-1);
}

/**
 * A word or boolean over a unit file and its drop-ins: the last one that systemd can read wins. It skips the others, the
 * empty one too: `RemainAfterExit=` does not restore the default.
 */
export function lastReadable(
  texts: readonly UnitText[],
  [section, key]: readonly [section: string, key: string],
  isReadable: (value: string) => boolean,
): Setting | undefined {
  return written(texts, section, [key]).findLast(({ value }) => isReadable(value));
}

/** Every assignment of a key in one text, empty ones too. */
export function assignments(
  unit: UnitText,
  section: string,
  ...keys: readonly string[]
): readonly Assignment[] {
  const found = unit.sections.find(({ name }) => name === section);
  return found?.assignments.filter(({ key }) => keys.includes(key)) ?? [];
}

function written(texts: readonly UnitText[], section: string, keys: readonly string[]): readonly Setting[] {
  return texts.flatMap((unit, text) =>
    assignments(unit, section, ...keys).map(({ value, line }) => ({ value, text, line })),
  );
}
