import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { parseUnitText } from '../../../src/kinds/unit/text/parse.ts';
import { lastSetting, listSetting } from '../../../src/kinds/unit/text/settings.ts';

interface Case {
  readonly it: string;
  readonly text: string;
  readonly sections: Readonly<Record<string, readonly (readonly [string, string, number, number?])[]>>;
  readonly problems?: readonly string[];
}

const cases = parse(readFileSync(new URL('cases/parse.yaml', import.meta.url), 'utf8')) as readonly Case[];

describe('parseUnitText', () => {
  test.each(cases)('$it', ({ text, sections, problems = [] }) => {
    const unit = parseUnitText(text);
    const read = unit.sections.map(({ name, assignments }) => [
      name,
      assignments.map(({ key, value, line, endLine }) => [
        key,
        value,
        line,
        ...(endLine === line ? [] : [endLine]),
      ]),
    ]);
    expect(Object.fromEntries(read)).toEqual(sections);
    expect(unit.problems.map(({ line, what }) => `${line} ${what}`)).toEqual(problems);
  });

  test('a key tells where it stands', () => {
    expect(parseUnitText('[Service]\n  Nice=1\n').sections[0]?.assignments[0]).toMatchObject({
      line: 2,
      column: 3,
    });
  });
});

describe('settings over a file and its drop-ins', () => {
  const texts = ['[Service]\nA=1\nA=2\n', '[Service]\nA=\nA=3\n', '[Service]\nA=4\n'].map(parseUnitText);

  test('a list grows, and an empty assignment empties it', () => {
    expect(listSetting(texts.slice(0, 1), 'Service', 'A').map(({ value }) => value)).toEqual(['1', '2']);
    expect(listSetting(texts, 'Service', 'A')).toEqual([
      { value: '3', text: 1, line: 3 },
      { value: '4', text: 2, line: 2 },
    ]);
  });

  test('of single values the last one holds, and an empty one restores the default', () => {
    expect(lastSetting(texts, 'Service', 'A')?.value).toBe('4');
    expect(lastSetting([...texts, parseUnitText('[Service]\nA=\n')], 'Service', 'A')).toBeUndefined();
  });
});
