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
 * before it; systemd.syntax(7), "Empty lines and lists".
 */
export function listSetting(texts: readonly UnitText[], section: string, key: string): readonly Setting[] {
  let settings: Setting[] = [];
  for (const [text, unit] of texts.entries()) {
    for (const { value, line } of assignments(unit, section, key)) {
      if (value === '') settings = [];
      else settings.push({ value, text, line });
    }
  }
  return settings;
}

/** A single value over a unit file and its drop-ins: the last one wins, an empty one restores the default (undefined). */
export function lastSetting(texts: readonly UnitText[], section: string, key: string): Setting | undefined {
  return listSetting(texts, section, key).at(-1);
}

/** Every assignment of a key in one text, empty ones too. */
export function assignments(unit: UnitText, section: string, key: string): readonly Assignment[] {
  const found = unit.sections.find(({ name }) => name === section);
  return found?.assignments.filter((assignment) => assignment.key === key) ?? [];
}
