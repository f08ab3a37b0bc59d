import { beforeEach, expect, test } from '@jest/globals';
import { listing } from './support/ask.ts';
import { sleeper, stepLines, useWorkbench } from './support/workbench.ts';
import type { Entry } from './support/workbench.ts';

const bench = useWorkbench({ count: 1 });
const directory = '/home/worker/.config/systemd/user';

beforeEach(async () => {
  await bench()
    .host(1)
    .must(
      `loginctl disable-linger worker 2>/dev/null; loginctl terminate-user worker 2>/dev/null
       while pkill -KILL -u worker; do sleep 0.05; done
       userdel -r worker 2>/dev/null; useradd -m -s /bin/bash worker`,
    );
});

function own(name: string, more: Entry = {}): Entry {
  const states = { enabled: true, active: true, health: { settle: '0s' } };
  return { scope: 'user:worker', name, file: sleeper('', 'WantedBy=default.target'), ...states, ...more };
}

const crash = sleeper('', 'WantedBy=default.target').replace(
  '/bin/sleep infinity',
  "/bin/sh -c 'echo my last words; exit 3'",
);

async function ask(words: string): Promise<string> {
  const as =
    'setpriv --reuid worker --regid worker --init-groups env XDG_RUNTIME_DIR=/run/user/$(id -u worker)';
  return (await bench().host(1).exec(`${as} systemctl --user ${words}`)).stdout.trim();
}

test("a user's service is installed, enabled and started without a login, which takes lingering", async () => {
  const { declare, apply, plan, host } = bench();
  await declare([own('mine.service')]);
  expect(stepLines(await plan())).toEqual([
    'linger',
    `write ${directory}/mine.service`,
    'enable mine.service',
    'daemon-reload',
    'start mine.service',
    'health mine.service',
  ]);
  const { code, results } = await apply();
  expect([code, results['host-1']?.message]).toEqual([0, undefined]);
  expect(await ask('is-active mine.service')).toBe('active');
  expect(await ask('is-enabled mine.service')).toBe('enabled');
  expect(await host(1).must(`stat -c '%a %U:%G' ${directory}/mine.service`)).toBe('644 worker:worker\n');
  expect(await host(1).must('loginctl show-user worker -p Linger --value')).toBe('yes\n');

  const before = [
    await ask('show -p InvocationID mine.service'),
    ...(await listing(host(1), '/home/worker')),
  ];
  expect((await apply()).results['host-1']?.outcome).toBe('unchanged');
  const after = [await ask('show -p InvocationID mine.service'), ...(await listing(host(1), '/home/worker'))];
  expect(after).toEqual(before);
});

test("a user's unit changes, gets a drop-in and goes, beside one of the machine's of the same name", async () => {
  const { declare, apply, plan, host } = bench();
  const machine = { name: 'mine.service', file: sleeper(), active: true, health: { settle: '0s' } };
  await declare([own('mine.service'), machine]);
  await apply();
  const dropIns = { 'a.conf': '[Service]\nEnvironment=A=1\n' };
  await declare([own('mine.service', { drop_ins: dropIns }), machine]);
  expect(stepLines(await plan())).toEqual([
    `write ${directory}/mine.service.d/a.conf`,
    'daemon-reload',
    'restart mine.service',
    'health mine.service',
  ]);
  expect((await apply()).code).toBe(0);
  expect(await ask('show -p Environment --value mine.service')).toBe('A=1');
  expect((await plan()).summary.steps).toBe(0);

  await declare([{ scope: 'user:worker', name: 'mine.service', absent: true }, machine]);
  expect((await apply()).code).toBe(0);
  expect(await ask('show -p LoadState --value mine.service')).toBe('not-found');
  expect(await host(1).must('systemctl is-active mine.service')).toBe('active\n');
  expect((await plan()).summary.steps).toBe(0);
});

test("a user's unit that crashes is rolled back: file, link and lingering", async () => {
  const { declare, apply, host } = bench();
  await declare([own('mine.service', { file: crash, health: { settle: '500ms' } })]);
  const { code, results } = await apply();
  expect([code, results['host-1']?.outcome]).toEqual([5, 'rolled-back']);
  expect(results['host-1']?.journal).toContain('my last words');
  expect(await host(1).must(`find ${directory} -type f -o -type l`)).toBe('');
  expect(await host(1).must('ls /var/lib/systemd/linger')).toBe('');
});

test('the last words of a process are found where journald took them in after its end', async () => {
  const { declare, apply } = bench();
  const whenAsked = crash.replace("-c '", "-c 'until [ -e dying ]; do sleep 0.05; done; ");
  await declare([own('mine.service', { file: whenAsked, health: { settle: '3s' } })]);
  const [{ results }] = await Promise.all([apply(), dieBehindTheBackOfJournald()]);
  expect(results['host-1']?.journal).toContain('my last words');
});

async function dieBehindTheBackOfJournald(): Promise<void> {
  await until('active');
  const journald = 'systemctl kill -s "$1" systemd-journald';
  await bench().host(1).must(`set -- STOP; ${journald}; touch /home/worker/dying`);
  await until('failed');
  await bench().host(1).must(`set -- CONT; ${journald}`);
}

async function until(state: string): Promise<void> {
  while ((await ask('show -p ActiveState --value mine.service')) !== state);
}

test("a changed user's unit that crashes gives the old one back, with its mode and time, running", async () => {
  const { declare, apply, plan, host } = bench();
  await declare([own('mine.service')]);
  await apply();
  await host(1).must(
    `chmod 640 ${directory}/mine.service; touch -d '2020-01-02 03:04:05 UTC' ${directory}/mine.service`,
  );
  const before = (await listing(host(1), directory)).filter((line) => line.includes('mine.service f'));
  const crash = sleeper('', 'WantedBy=default.target').replace('/bin/sleep infinity', '/bin/false');
  await declare([own('mine.service', { file: crash, health: { settle: '500ms' } })]);
  expect((await apply()).results['host-1']?.outcome).toBe('rolled-back');
  const after = (await listing(host(1), directory)).filter((line) => line.includes('mine.service f'));
  expect(after).toEqual(before);
  expect(await ask('is-active mine.service')).toBe('active');
  await declare([own('mine.service')]);
  expect((await plan()).summary.steps).toBe(0);
});

test('a user who is not there blocks the host, and is named', async () => {
  const { declare, plan } = bench();
  await declare([{ ...own('mine.service'), scope: 'user:nobody-here' }]);
  expect((await plan()).hosts[0]).toMatchObject({
    status: 'blocked',
    reasons: ['this host has no user nobody-here'],
  });
});

test("a link that a user plants in place of the unit file leads nowhere that is not the user's", async () => {
  const { declare, apply, host } = bench();
  await host(1).must(
    `echo secret >/etc/secret; chmod 600 /etc/secret
     setpriv --reuid worker --regid worker --init-groups sh -c 'mkdir -p ${directory} && ln -s /etc/secret ${directory}/mine.service'`,
  );
  await declare([own('mine.service')]);
  await apply();
  expect(await host(1).must('cat /etc/secret')).toBe('secret\n');
});
