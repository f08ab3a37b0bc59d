import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, test } from '@jest/globals';

import { apply } from '../../src/cli/apply.ts';
import { nextCommand } from '../../src/cli/next-command.ts';
import { askSecret } from '../../src/cli/secret.ts';
import { aHost, aPlan } from '../report/support/build.ts';
import { frame } from './support/frame.ts';
import type { TestFrame } from './support/frame.ts';

describe('the next command', () => {
  test('selects what this one selected, quoted for a shell', () => {
    const flags = {
      inventory: ['lab.yaml'],
      limit: 'web:!web-3',
      only: ['unit/web*'],
      var: { motto: "don't" },
      json: true,
      verbose: 2,
      out: 'x',
    };
    expect(nextCommand('apply', ['play books/web.yaml'], flags)).toBe(
      `fleetwright apply 'play books/web.yaml' -i lab.yaml -l 'web:!web-3' --only 'unit/web*' --var 'motto=don'\\''t'`,
    );
  });
});

describe('a command that could never be approved', () => {
  test('ends at once, before anything is read', async () => {
    const world = frame();
    expect(await apply(['/there/is/no/such.yaml'], {}, world)).toBe(64);
    expect(world.said.err).toBe(
      'error: this needs approval, and there is no terminal to ask on; add --yes to do it, or --check to see the plan only\n',
    );
  });

  test('is one with --json, even at a terminal: --json is no yes', async () => {
    const world = frame({ answers: ['y'] });
    expect(await apply([], { json: true }, world)).toBe(64);
    expect(world.said.err).toContain('--json never asks');
  });
});

test('a saved plan among playbooks is refused', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'fleetwright-words-'));
  writeFileSync(join(dir, 'p.json'), '{"format":1}');
  const world = frame({ cwd: dir });
  expect(await apply(['web.yaml', 'p.json'], { yes: true }, world)).toBe(1);
  expect(world.said.err).toBe('error: p.json is a saved plan, which is applied alone\n');
  const alone = frame({ cwd: dir });
  expect(await apply(['p.json'], { yes: true }, alone)).toBe(1);
  expect(alone.said.err).toBe("error: p.json: it is not a plan: it must have required property 'id'\n");
  rmSync(dir, { recursive: true });
});

test('a saved plan is applied once, whatever came of it', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'fleetwright-words-'));
  writeFileSync(join(dir, 'hosts.yaml'), 'hosts: { other: {} }\n');
  writeFileSync(join(dir, 'p.json'), JSON.stringify(aPlan([aHost('gone')])));
  const world = (): TestFrame => frame({ cwd: dir, env: { FLEETWRIGHT_INVENTORY: 'hosts.yaml' } });
  const [first, second] = [world(), { ...world(), random: () => Uint8Array.of(1, 2) }];
  expect(await apply(['p.json'], { yes: true }, first)).toBe(4);
  expect(first.said.out).toContain('! gone unreachable\n    gone is not in the inventory');
  expect(await apply(['p.json'], { yes: true }, second)).toBe(7);
  expect(second.said.err).toMatch(
    /\nerror: plan 20261121T221500Z-4f2a was applied at 2026-11-21T22:15:00.000Z, by run /,
  );
  rmSync(dir, { recursive: true });
}, 30_000);

test('what was seen before an interruption is not shown, saved or done', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'fleetwright-words-'));
  writeFileSync(join(dir, 'p.json'), JSON.stringify(aPlan([aHost('gone')])));
  const world = frame({ cwd: dir });
  world.interrupt();
  expect(await apply(['p.json'], { yes: true }, world)).toBe(130);
  expect(world.said).toEqual({ out: '', err: 'interrupted while looking; nothing was changed\n' });
  rmSync(dir, { recursive: true });
});

describe('a secret', () => {
  test('is what was typed, spaces and all', async () => {
    expect(await askSecret('password for sudo', frame({ answers: [' x '] }))).toEqual({ secret: ' x ' });
  });

  test('that nobody can give, or nobody gives, is refused in words', async () => {
    expect(await askSecret('password for sudo', frame())).toEqual({
      refused: 'the password for sudo is needed, and there is no terminal to ask on',
    });
    expect(await askSecret('password for sudo', frame({ answers: [] }))).toEqual({
      refused: 'no password for sudo was given',
    });
  });
});
