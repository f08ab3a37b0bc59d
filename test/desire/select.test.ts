import { describe, expect, test } from '@jest/globals';

import { parsePattern } from '../../src/desire/host-pattern.ts';
import { selectHosts } from '../../src/desire/select-hosts.ts';
import { hostLists } from '../../src/desire/read-host-list.ts';
import { inventoryOf, project } from '../load/support/project.ts';

const root = project({
  'hosts.yaml': `
hosts:
  web-[1:4]: {}
  db-1: {}
  gpu-[01:02]: {}
groups:
  web: { hosts: ["web-*"] }
  gpu: { hosts: ["gpu-*"] }
  eu: { hosts: [web-1, db-1, gpu-01] }
  platform: { groups: [web, gpu] }
  nobody: {}
`,
  retry: '\ufeff# left over\nweb-2\r\n\n  gpu-01  \n',
  stale: 'web-1\nweb-77\n',
  empty: '# none\n',
});

async function selected(pattern: string): Promise<string> {
  const { value: inventory } = await inventoryOf(root, 'hosts.yaml');
  const terms = parsePattern(pattern);
  if ('problem' in terms) return `${terms.at}: ${terms.problem}`;
  if (inventory === undefined) throw new Error('the inventory is wrong');
  const { hosts, problems } = selectHosts(terms, inventory, hostLists(root));
  if (problems.length === 0) return hosts.join(' ');
  return problems.map(({ message, hint }) => [message, hint].filter(Boolean).join('; ')).join('\n');
}

test.each([
  ['all', 'web-1 web-2 web-3 web-4 db-1 gpu-01 gpu-02'],
  ['*', 'web-1 web-2 web-3 web-4 db-1 gpu-01 gpu-02'],
  ['web', 'web-1 web-2 web-3 web-4'],
  ['gpu:web-2', 'web-2 gpu-01 gpu-02'],
  ['gpu,web-2', 'web-2 gpu-01 gpu-02'],
  [' db-1 , web-2 ', 'web-2 db-1'],
  ['platform:&eu', 'web-1 gpu-01'],
  ['platform:!eu', 'web-2 web-3 web-4 gpu-02'],
  ['!eu:platform:&web', 'web-2 web-3 web-4'],
  ['!web', 'db-1 gpu-01 gpu-02'],
  ['&eu', 'web-1 db-1 gpu-01'],
  ['eu:&web:&platform', 'web-1'],
  ['web-[2:3]', 'web-2 web-3'],
  ['web-[1:4:3]:!web-[4:4]', 'web-1'],
  ['gpu-[01:02]', 'gpu-01 gpu-02'],
  ['web-?', 'web-1 web-2 web-3 web-4'],
  ['*-1', 'web-1 db-1'],
  ['web-[13]', 'web-1 web-3'],
  ['web-[!13]', 'web-2 web-4'],
  ['g*', 'gpu-01 gpu-02'],
  ['nobody', ''],
  ['web:!nobody', 'web-1 web-2 web-3 web-4'],
])('%s → %s', async (pattern, hosts) => expect(await selected(pattern)).toBe(hosts));

test.each([
  ['', '0: the host pattern is empty'],
  ['  ', '0: the host pattern is empty'],
  [',', '0: a `:` or `,` with nothing beside it'],
  ['web,', '4: a `:` or `,` with nothing beside it'],
  ['web::gpu', '4: a `:` or `,` with nothing beside it'],
  ['web:!', '4: `!` with nothing after it'],
  ['web:&', '4: `&` with nothing after it'],
  ['web gpu', '0: `web gpu` holds a blank; terms are joined by `:` or `,`'],
])('what Ansible takes for everything or drops: "%s"', async (pattern, said) => {
  expect(await selected(pattern)).toBe(said);
});

test.each([
  ['wbe', 'the inventory has no host or group `wbe`; did you mean `web`?'],
  ['all:!wbe', 'the inventory has no host or group `wbe`; did you mean `web`?'],
  ['web:&eus', 'the inventory has no host or group `eus`; did you mean `eu`?'],
  ['x*', '`x*` matches no host or group of the inventory'],
  ['all:!x*', '`x*` matches no host or group of the inventory'],
  ['web-[1:9]', 'the inventory has no host or group `web-5`; did you mean `web-1`?'],
  ['gpu-[1:2]', 'the inventory has no host or group `gpu-1`; did you mean `gpu-01`?'],
  ['web-[3:1]', '`[3:1]` runs backwards'],
  ['web[0]', '`web[0]` matches no host or group of the inventory'],
  [
    'localhost',
    'the inventory has no host or group `localhost`; add `localhost: { connection: local }` to the inventory',
  ],
])('an atom that means nothing is an error, wherever it stands: %s', async (pattern, said) => {
  expect(await selected(pattern)).toBe(said);
});

describe('a list of hosts in a file', () => {
  test('one a line, with comments and blanks', async () => {
    expect(await selected(`@${root}/retry`)).toBe('web-2 gpu-01');
    expect(await selected('@retry')).toBe('web-2 gpu-01');
    expect(await selected(`web:!@${root}/retry`)).toBe('web-1 web-3 web-4');
  });

  test('a host that is gone, no host, no file', async () => {
    expect(await selected(`@${root}/stale`)).toContain('stale: the inventory has no host or group `web-77`');
    expect(await selected(`@${root}/empty`)).toBe(`${root}/empty lists no host`);
    expect(await selected(`@${root}/none`)).toContain('none: there is no such file');
  });
});
