import { expect, test } from '@jest/globals';
import { stateOf } from './support/ask.ts';
import { leftOf } from './support/hold.ts';
import { atOnce, sleeper, useWorkbench } from './support/workbench.ts';

const bench = useWorkbench({ count: 2 });
const web = { name: 'web.service', file: sleeper(), active: true, health: atOnce };

/** Gives `deploy` on host-1 another login shell while it works; ssh hands it `-c COMMAND`. */
async function withShell<T>(script: string, work: () => Promise<T>): Promise<T> {
  const { host } = bench();
  await host(1).must(
    'cat >/usr/local/bin/strange; chmod 755 /usr/local/bin/strange; usermod -s /usr/local/bin/strange deploy',
    script,
  );
  try {
    return await work();
  } finally {
    await host(1).must('usermod -s /bin/bash deploy');
  }
}

/** Puts another program before systemctl on host-1, for one look or run. */
async function withSystemctl(script: string): Promise<void> {
  await bench().host(1).must('cat >/usr/local/bin/systemctl; chmod 755 /usr/local/bin/systemctl', script);
}

// What moves a cursor, sets a title or rings: nothing of it may reach a terminal.
// eslint-disable-next-line no-control-regex
const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;

test('what a login shell prints of its own, escape codes and all, neither disturbs nor comes through', async () => {
  const { declare, apply, run } = bench();
  await declare([web]);
  const noise = `printf '\\033[31m\\033]0;owned\\a\\r\\n%s' "$(head -c 300000 /dev/urandom | base64)" >&2
printf '\\033[2J 00112233445566778899aabb begin\\n\\0\\n'
exec /bin/bash "$@"`;
  await withShell(`#!/bin/bash\n${noise}`, async () => {
    const { code, results } = await apply();
    expect([code, results['host-1']?.outcome]).toEqual([0, 'changed']);
    const told = await run(['plan', 'playbook.yaml', '-v']);
    expect(told.stdout + told.stderr).not.toMatch(control);
  });
});

test("escape codes in a unit's journal and in systemd's complaints are shown, not sent", async () => {
  const { declare, run, host } = bench();
  const says =
    'ExecStartPre=/bin/sh -c "printf \'\\\\\\\\033]0;owned\\\\\\\\007 last \\\\\\\\033[31mwords\\\\\\\\n\'; exit 1"';
  await declare([{ ...web, file: sleeper(says) }], { hosts: 'host-1' });
  const { code, stdout, stderr } = await run(['apply', 'playbook.yaml', '--yes']);
  expect(code).toBe(5);
  expect(stdout).toContain('words');
  expect(stdout + stderr).not.toMatch(control);
  expect(await leftOf(host(1))).toBe('');
});

test('a login shell that prints without end is given up, with a reason; the others go on', async () => {
  const { declare, apply } = bench();
  await declare([web]);
  await withShell('#!/bin/sh\nexec yes never ending', async () => {
    const { code, results } = await apply();
    expect([code, results['host-2']?.outcome]).toEqual([4, 'changed']);
    expect(results['host-1']).toMatchObject({ outcome: 'unreachable' });
    expect(results['host-1']?.message).toMatch(/more than \d+ bytes of output/);
  });
});

test('a million lines before the shell begins are passed over', async () => {
  const { declare, apply } = bench();
  await declare([web], { hosts: 'host-1' });
  await withShell('#!/bin/bash\nseq 1000000\nseq 100000 >&2\nexec /bin/bash "$@"', async () => {
    expect((await apply()).code).toBe(0);
  });
});

test('a login shell that ends at once, and one that is none, are told with what they said', async () => {
  const { declare, apply } = bench();
  await declare([web], { hosts: 'host-1' });
  await withShell('#!/bin/sh\necho This account is not available.\nexit 1', async () => {
    const { code, results } = await apply();
    expect(code).toBe(4);
    expect(results['host-1']?.message).toMatch(/does not start \/bin\/sh .*This account is not available/);
  });
});

test.each([
  ['nonsense', 'head -c 3000 /dev/urandom'],
  ['nothing', 'exit 0'],
  ['a failure', 'echo no >&2; exit 1'],
  ['other units', "printf 'Id=\\nNames=\\n\\nId=a\\nActiveState=\\033[31m\\nInactiveExitTimestamp=x\\n'"],
])('a systemctl that answers with %s is no crash, and the other host goes on', async (_, answer) => {
  const { declare, apply, host, plan } = bench();
  await declare([web]);
  await withSystemctl(
    `#!/bin/sh\ncase "$*" in *show*) ${answer} ;; *) exec /usr/bin/systemctl "$@" ;; esac\n`,
  );
  const { code, results, stdout, stderr } = await apply();
  expect(code).not.toBe(1);
  expect(results['host-1']?.outcome).not.toBe('changed');
  expect(results['host-2']?.outcome).toBe('changed');
  expect(stdout + stderr).not.toMatch(control);
  await host(1).must('rm /usr/local/bin/systemctl');
  expect(await leftOf(host(1))).toBe('');
  await apply();
  expect(await stateOf(host(1), 'web.service')).toBe('active');
  expect((await plan()).summary.converged).toBe(2);
});

test('a host that says nothing for ever is given up within its time; the others go on', async () => {
  const { declare, apply } = bench();
  await declare([web]);
  await withShell('#!/bin/sh\nexec sleep 1000', async () => {
    const { code, results } = await apply();
    expect([code, results['host-2']?.outcome]).toEqual([4, 'changed']);
    expect(results['host-1']?.message).toMatch(/^nothing was heard for 30 s, and \/bin\/sh had not begun/);
  });
});
