import { describe, expect, test } from '@jest/globals';

import { runProgram } from '../../src/cli/program.ts';
import { verbs } from '../../src/cli/verbs.ts';
import type { VerbEntry } from '../../src/cli/verbs.ts';
import { frame } from './support/frame.ts';

async function run(
  line: string,
  env: Readonly<Record<string, string>> = {},
): Promise<readonly [number, string, string]> {
  const world = frame({ env });
  const code = await runProgram(
    line.split(' ').filter((word) => word !== ''),
    world,
  );
  return [code, world.said.out, world.said.err];
}

describe('a command line that is wrong', () => {
  test.each([
    ['pln', "error: unknown command 'pln'\n(Did you mean plan?)\n"],
    ['runs lst', "error: unknown command 'lst'\n(Did you mean list?)\n"],
    ['plan --inventry x', "error: unknown option '--inventry'\n(Did you mean --inventory?)\n"],
    [
      'apply --detailed-exit-code',
      "error: unknown option '--detailed-exit-code'\n(Did you mean --detailed-exitcode?)\n",
    ],
    [
      'plan -f many',
      "error: option '-f, --forks <number>' argument 'many' is invalid. It is a whole number from 1 to 10000.\n",
    ],
    [
      'plan -f 0',
      "error: option '-f, --forks <number>' argument '0' is invalid. It is a whole number from 1 to 10000.\n",
    ],
    [
      'plan --var x',
      "error: option '--var <name=value>' argument 'x' is invalid. It is NAME=VALUE, such as `port=8080`.\n",
    ],
    [
      'apply --lock-wait 5',
      "error: option '--lock-wait <duration>' argument '5' is invalid. It is a number with a unit, such as `90s`, `5m` or `1h`.\n",
    ],
    [
      'plan --color blue',
      "error: option '--color <when>' argument 'blue' is invalid. Allowed choices are auto, always, never.\n",
    ],
    ['plan -i', "error: option '-i, --inventory <file>' argument missing\n"],
    ['rollback', "error: missing required argument 'run'\n"],
    ['init a b', "error: too many arguments for 'init'. Expected 1 argument but got 2.\n"],
  ])('is 64 and says so: %s', async (line, said) => {
    expect(await run(line)).toEqual([64, '', said]);
  });

  test.each(['', 'runs', 'sandbox'])('without a verb is 64, with help on stderr: "%s"', async (line) => {
    const [code, out, err] = await run(line);
    expect([code, out]).toEqual([64, '']);
    expect(err).toContain('Usage: fleetwright');
  });
});

describe('help', () => {
  test('of the program begins with what it is and commands to copy', async () => {
    const [code, out] = await run('--help');
    expect(code).toBe(0);
    expect(out.split('\n')[2]).toMatch(/^ {2}fleetwright init /);
    for (const { name } of verbs) expect(out).toContain(`\n  ${name}`);
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(82);
  });

  const all = (list: readonly VerbEntry[], above = ''): readonly string[] =>
    list.flatMap((verb) => [`${above}${verb.name}`, ...all(verb.verbs ?? [], `${above}${verb.name} `)]);

  test.each(all(verbs))('of %s has its examples before its usage, within 80 columns', async (path) => {
    const [code, out] = await run(`${path} --help`);
    expect(code).toBe(0);
    expect(out.indexOf(`  fleetwright ${path.split(' ')[0]!}`)).toBeLessThan(out.indexOf('Usage:'));
    for (const line of out.split('\n').filter((text) => !text.startsWith('  fleetwright'))) {
      expect(line.length).toBeLessThanOrEqual(80);
    }
  });

  test('is there by the word, too, and so is the version', async () => {
    expect((await run('help plan'))[1]).toContain('Usage: fleetwright plan');
    expect(await run('--version')).toEqual([0, '0.0.0\n', '']);
  });
});

describe('the environment', () => {
  test('gives flags that were not typed', async () => {
    const [code, out] = await run('completion bash', {
      FLEETWRIGHT_QUIET: '1',
      FLEETWRIGHT_LOCK_WAIT: 'not asked for here',
    });
    expect(code).toBe(0);
    expect(out).toContain('_fleetwright');
  });

  test.each([
    ['FLEETWRIGHT_COLOR', 'blue', 'Allowed choices are auto, always, never.'],
    ['FLEETWRIGHT_YES', 'perhaps', 'it is 1 or 0'],
    ['FLEETWRIGHT_LOCK_WAIT', '5', 'It is a number with a unit, such as `90s`, `5m` or `1h`.'],
  ])('is refused like a flag: %s=%s', async (name, value, why) => {
    expect(await run('apply', { [name]: value })).toEqual([64, '', `error: ${name} is '${value}': ${why}\n`]);
  });
});
