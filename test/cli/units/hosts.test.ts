import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Flags } from '../../../src/cli/options.ts';
import { chooseHosts } from '../../../src/cli/units/hosts.ts';
import { choosePatterns } from '../../../src/cli/units/patterns.ts';
import { frame } from '../support/frame.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'fleetwright-units-'));
  writeFileSync(
    join(dir, 'hosts.yaml'),
    'hosts: { web-1: {}, web-2: { user: root }, here: { connection: local, become: none } }\n' +
      'groups: { web: { hosts: ["web-*"] } }\n',
  );
});
afterAll(() => {
  rmSync(dir, { recursive: true });
});

/** The chosen hosts, each as NAME, USER@WHERE and how; or what was said. */
async function chosen(words: readonly string[], flags: Flags = {}): Promise<readonly string[] | string> {
  const world = frame({ cwd: dir });
  const found = await chooseHosts(words, flags, world);
  if (typeof found === 'number') return world.said.err;
  return found.hosts.map(({ name }) => {
    const { name: alias, user, port, connection } = found.known.get(name)!;
    return `${name} ${user ?? '-'}@${alias}${port === undefined ? '' : `:${port}`} ${connection}`;
  });
}

const known: Flags = { inventory: ['hosts.yaml'] };

describe('without an inventory', () => {
  test.each([
    [[], ['localhost -@localhost local']],
    [['localhost'], ['localhost -@localhost local']],
    [['web'], ['web -@web ssh']],
    [['deploy@10.0.0.7'], ['deploy@10.0.0.7 deploy@10.0.0.7 ssh']],
    [
      ['deploy@web:2222', 'b'],
      ['deploy@web:2222 deploy@web:2222 ssh', 'b -@b ssh'],
    ],
  ])('%j is %j', async (words, hosts) => {
    expect(await chosen(words)).toEqual(hosts);
  });

  test.each(['web-*', '-oProxyCommand=x', 'a@-b', 'a,b'])('%s is none', async (word) => {
    expect(await chosen([word])).toMatch(/^error: the hosts: /);
  });
});

describe('with an inventory', () => {
  test.each([
    [[], {}, ['here -@here local']],
    [['web'], {}, ['web-1 -@web-1 ssh', 'web-2 root@web-2 ssh']],
    [['web', '!web-2'], {}, ['web-1 -@web-1 ssh']],
    [['web'], { limit: 'web-2' }, ['web-2 root@web-2 ssh']],
    [[], { limit: 'web-1' }, ['web-1 -@web-1 ssh']],
    [['deploy@web-2', 'web-1'], {}, ['deploy@web-2 deploy@web-2 ssh', 'web-1 -@web-1 ssh']],
    [['deploy@else'], {}, ['deploy@else deploy@else ssh']],
  ])('%j with %j is %j', async (words, flags, hosts) => {
    expect(await chosen(words, { ...known, ...flags })).toEqual(hosts);
  });

  test('a name that it does not have is none', async () => {
    expect(await chosen(['web-3'], known)).toContain('the inventory has no host or group `web-3`');
  });
});

describe('patterns', () => {
  const settled = (platform?: readonly string[]) =>
    ({
      patterns: { value: platform === undefined ? {} : { platform }, origin: '' },
    }) as unknown as Parameters<typeof choosePatterns>[1];

  test('come from flags, then the environment, then the file', () => {
    const env = { FLEETWRIGHT_PATTERNS: ' a* b ' };
    const world = frame({ env });
    expect(choosePatterns({ match: ['x'] }, settled(['f*']), world)).toEqual(['x.service']);
    expect(choosePatterns({}, settled(['f*']), world)).toEqual(['a*', 'b.service']);
    expect(choosePatterns({}, settled(['f*']), frame())).toEqual(['f*']);
    expect(choosePatterns({ includeAll: true }, settled(), frame())).toContain('*.timer');
  });

  test('that are none, or that nobody gave, are refused in words', () => {
    const world = frame();
    expect(choosePatterns({ match: ['a b'] }, settled(), world)).toBe(64);
    expect(choosePatterns({}, settled(), world)).toBe(1);
    expect(world.said.err).toMatch(
      /^error: `a b` is not a pattern: .*\nerror: nothing says which units are meant; /,
    );
  });
});
