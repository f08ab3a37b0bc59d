import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { show, stateOf, unitsIn } from './support/ask.ts';
import { leftOf } from './support/hold.ts';
import { atOnce, sleeper, useWorkbench } from './support/workbench.ts';

const bench = useWorkbench({ count: 1 });

/** Everything that means something to a shell, to sed, to printf or to us. */
const nasty = [
  `'`,
  `"`,
  '`touch /tmp/owned`',
  '$(touch /tmp/owned)',
  '${HOME}',
  '$HOME',
  '\\',
  '\\\\n',
  '%s %d %%',
  '*',
  '?',
  '[a-z]',
  '~root',
  '!x',
  '#',
  '; touch /tmp/owned',
  '| touch /tmp/owned',
  '& touch /tmp/owned',
  '> /tmp/owned',
  '-rf',
  '--',
  '-e',
  'äöü ß 漢字 🚀',
  '\t',
  '</dev/null',
  'EOF',
  "'\\''",
  '$1',
  '$@',
  '{a,b}',
  '(x)',
].join(' ');

async function nothingOwned(): Promise<void> {
  expect((await bench().host(1).exec('ls /tmp/owned')).code).not.toBe(0);
  expect(await leftOf(bench().host(1))).toBe('');
}

test('the text of a unit file and of a drop-in arrives byte for byte, whatever stands in it', async () => {
  const { declare, apply, plan, host } = bench();
  const lines = nasty.split(' ').map((word, index) => `X-Word-${index}=${word}`);
  const file = sleeper(`# ${nasty}\nX-All=${nasty}\n${lines.join('\n')}\n-X=leading dash`);
  const dropIn = `# no newline at the end; ${nasty}\n[Service]\nNice=1\nX-Trailing=blank   \n\n\n; ${nasty}`;
  await declare([
    { name: 'text.service', file, drop_ins: { '10-text.conf': dropIn }, active: true, health: atOnce },
  ]);
  const { code, results } = await apply();
  expect([code, results['host-1']?.message]).toEqual([0, undefined]);
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  expect(await host(1).fileDigest(`${unitsIn}/text.service`)).toBe(sha256(file));
  expect(await host(1).fileDigest(`${unitsIn}/text.service.d/10-text.conf`)).toBe(sha256(dropIn));
  expect((await plan()).summary.steps).toBe(0);
  await nothingOwned();
});

test('a text that is replaced and put back survives both, byte for byte', async () => {
  const { declare, apply, host } = bench();
  await host(1).must(
    `cat >${unitsIn}/text.service; printf '\\377\\000\\001' >>${unitsIn}/text.service`,
    sleeper(`# ${nasty}`),
  );
  const before = await host(1).fileDigest(`${unitsIn}/text.service`);
  const bad = sleeper(`# ${nasty}`).replace('/bin/sleep infinity', '/bin/false');
  await declare([{ name: 'text.service', file: bad, active: true, health: { settle: '300ms' } }]);
  expect((await apply()).code).toBe(5);
  expect(await host(1).fileDigest(`${unitsIn}/text.service`)).toBe(before);
  await nothingOwned();
});

test('names of drop-ins and units with quotes, dollars and dashes are names and nothing else', async () => {
  const { declare, apply, plan, host } = bench();
  const dropIn = `-$(touch\${IFS}owned)'"\`;&*.conf`;
  const names = ['-rf.service', '--now.service', '-.service', 'a\\x24\\x28x\\x29.service', 'a:b@c@d.service'];
  await declare([
    {
      name: 'dashed.service',
      file: sleeper(),
      drop_ins: { [dropIn]: '[Service]\nNice=3\n' },
      active: true,
      health: atOnce,
    },
    ...names.map((name) => ({ name, file: sleeper(), active: true, enabled: true, health: atOnce })),
  ]);
  const { code, results } = await apply();
  expect([code, results['host-1']?.message]).toEqual([0, undefined]);
  expect((await show(host(1), 'dashed.service', 'Nice'))['Nice']).toBe('3');
  expect(await Promise.all(names.map((name) => stateOf(host(1), name)))).toEqual(names.map(() => 'active'));
  expect((await plan()).hosts[0]?.changes).toEqual([]);
  await declare([
    { name: 'dashed.service', file: sleeper(), drop_ins: {} },
    ...names.map((name) => ({ name, absent: true })),
  ]);
  expect((await apply()).code).toBe(0);
  expect((await host(1).must(`ls ${unitsIn}`)).split('\n')).not.toContain('-rf.service');
  await nothingOwned();
});

test('health commands and variables keep their quotes, newlines and dollars', async () => {
  const { declare, apply, host } = bench();
  const value = `a 'b' "c" $(d) \\e\nf`;
  const command = `x='it''s "$HOME"'\ntest "$x" = 'its "$HOME"' && ! test -e /tmp/owned`;
  await declare(
    [
      {
        name: 'vars.service',
        file: sleeper('# {{ value | json }}'),
        active: true,
        health: { ...atOnce, command },
      },
    ],
    { vars: { value } },
  );
  const { code, results } = await apply();
  expect([code, results['host-1']?.message]).toEqual([0, undefined]);
  expect(await host(1).must(`cat ${unitsIn}/vars.service`)).toContain(`# ${JSON.stringify(value)}\n`);
  await nothingOwned();
});

test.each(['a b.service', 'a/b.service', "a'b.service", '$(x).service', 'a\nb.service', 'ä.service'])(
  'a unit name that systemd refuses (%j) is refused before any host is asked',
  async (name) => {
    const { declare, run } = bench();
    await declare([{ name, active: true }]);
    const { code, stderr } = await run(['plan', 'playbook.yaml']);
    expect([code, stderr]).toEqual([1, expect.stringContaining("expected a unit's name with its suffix")]);
  },
);
