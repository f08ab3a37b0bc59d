import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { lintUnit, lintUnitText } from '../../../src/kinds/unit/text/lint.ts';

interface Case {
  readonly it: string;
  readonly name?: string;
  readonly texts: readonly string[];
  readonly problems?: readonly string[];
  readonly hints?: readonly string[];
  readonly ours?: boolean;
}

const cases = parse(readFileSync(new URL('cases/lint.yaml', import.meta.url), 'utf8')) as readonly Case[];
const directory = mkdtempSync(join(tmpdir(), 'lint-'));
afterAll(() => rmSync(directory, { recursive: true }));

describe('lintUnit', () => {
  test.each(cases)('$it', ({ name = 'a.service', texts, problems = [], hints }) => {
    const found = lintUnit(name, texts);
    const told = found.map(
      ({ text, line, severity, message }) =>
        `${text === 0 ? '' : `${text}: `}${line} ${severity}: ${message}`,
    );
    expect(told).toEqual(problems.map((problem) => expect.stringMatching(matcher(problem))));
    if (hints)
      expect(found.map(({ hint }) => hint)).toEqual(hints.map((hint) => expect.stringContaining(hint)));
  });
});

/** `LINE severity: words` → the words may stand anywhere in the message. */
function matcher(problem: string): RegExp {
  const [, head = '', words = ''] = /^((?:\d+: )?\d+ \w+: )(.*)$/s.exec(problem) ?? [];
  return new RegExp(`^${head}.*${words.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')}`, 's');
}

/** What `systemd-analyze verify` of this machine says of a unit file and its drop-ins. */
function verify(name: string, texts: readonly string[]) {
  const place = mkdtempSync(join(directory, 'case-'));
  mkdirSync(join(place, `${name}.d`));
  texts.forEach((text, index) =>
    writeFileSync(index === 0 ? join(place, name) : join(place, `${name}.d`, `${index}.conf`), text),
  );
  const env = { LC_ALL: 'C', PATH: process.env.PATH };
  const { stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', join(place, name)], {
    encoding: 'utf8',
    env,
  });
  const said = stderr.split('\n').filter((line) => line.includes(place));
  return {
    output: stderr,
    refused: /Refusing|bad unit file setting|failed to load properly|is masked|not loading/.test(stderr),
    lines: said.flatMap((line) =>
      [...line.matchAll(/^[^:]*?([^/:]+):(\d+): /g)].map(([, file, at]) => `${file}:${at}`),
    ),
  };
}

describe('systemd-analyze verify agrees', () => {
  test.each(cases.filter(({ ours }) => ours !== true))('$it', ({ name = 'a.service', texts }) => {
    const problems = lintUnit(name, texts);
    const { refused, lines, output } = verify(name, texts);
    expect({ output, refused }).toEqual({
      output,
      refused: problems.some(({ severity }) => severity === 'error'),
    });
    const ours = problems.map(({ text, line }) => `${text === 0 ? name : `${text}.conf`}:${line}`);
    expect(ours).toEqual(expect.arrayContaining(lines));
  });
});

test('the unit files that systemd brings have nothing wrong', () => {
  const vendor = '/usr/lib/systemd/system';
  const files = readdirSync(vendor, { withFileTypes: true }).filter(
    (file) => file.isFile() && file.name.startsWith('systemd-'),
  );
  const problems = files.flatMap(({ name }) =>
    lintUnitText(name, readFileSync(join(vendor, name), 'utf8'), { dropIn: false }).map((problem) => ({
      name,
      ...problem,
    })),
  );
  expect(files.length).toBeGreaterThan(20);
  expect(problems).toEqual([]);
});

describe('lintUnitText', () => {
  test('a drop-in by itself need not be a whole unit', () => {
    expect(lintUnitText('a.service', '[Service]\nNice=1\n', { dropIn: true })).toEqual([]);
    expect(lintUnitText('a.service', '[Service]\nNice=1\n', { dropIn: false })).toHaveLength(1);
  });

  test('a line of more than a mebibyte, also a continued one', () => {
    const long = 'x'.repeat(600_000);
    const text = `[Service]\nExecStart=/bin/true\nEnvironment=A=${long} \\\n B=${long}\n`;
    expect(lintUnitText('a.service', text, { dropIn: false })).toMatchObject([
      { line: 3, severity: 'error' },
    ]);
  });

  test('control characters are shown, not sent', () => {
    const [problem] = lintUnitText('a.service', '[Service]\nExecStart=/bin/true\n\u001b[2Jfoo\n', {
      dropIn: false,
    });
    expect(problem?.message).toContain('\\x1b[2Jfoo');
  });

  test('a name that is none has nothing said of it', () => {
    expect(lintUnitText('nonsense', '[Foo]\n', { dropIn: false })).toEqual([]);
  });
});
