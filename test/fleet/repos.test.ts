import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { listing } from './support/ask.ts';
import { gitServer } from './support/git-server.ts';
import type { GitServer } from './support/git-server.ts';
import { atOnce, hostPlan, stepLines, useWorkbench } from './support/workbench.ts';
import type { Entry } from './support/workbench.ts';

const bench = useWorkbench({ count: 2 });
const path = '/opt/app';
const good = { 'run.sh': '#!/bin/sh\nexec sleep infinity\n', version: '1\n', '.gitignore': 'built\n*.db\n' };

/** Strict about what the service may see and do: an update before its start is not to be hampered by that. */
const service = `[Service]
ExecStart=${path}/run.sh
User=deploy
ProtectSystem=strict
ProtectHome=true
PrivateTmp=true
NoNewPrivileges=true
[Install]
WantedBy=multi-user.target
`;
const unit: Entry = { name: 'app.service', file: service, enabled: true, active: true, health: atOnce };

function entry(server: GitServer, more: Entry = {}): Entry {
  return {
    ...{ path, url: server.url, insecure: true, owner: 'deploy', restarts: ['app.service'] },
    ...{ build: { run: ['cp version built'] }, health: { settle: '1s' } },
    update: { schedule: 'every 6h', spread: '10m', on_start: ['app.service'], min_interval: '0s' },
    ...more,
  };
}

async function begin(more: Entry = {}): Promise<GitServer> {
  const { host, declare } = bench();
  const server = await gitServer(host(2));
  await server.commit(good, 'the first');
  await declare([unit], { hosts: 'host-1', repos: [entry(server, more)] });
  return server;
}

/** What a command on the host prints, without the end of its last line. */
const ask = async (command: string): Promise<string> => (await bench().host(1).must(command)).trimEnd();
const head = (): Promise<string> => ask(`git -C ${path} -c safe.directory='*' rev-parse HEAD`);
const active = (name: string): Promise<string> => ask(`systemctl show -p ActiveState --value ${name}`);

test('a first apply clones, builds, installs what keeps it up to date and starts the service; the next does nothing', async () => {
  const { apply, plan } = bench();
  const server = await begin();
  const first = await plan();
  expect(hostPlan(first).changes.at(-1)?.differences).toContainEqual({
    ...{ field: 'commit', from: null },
    to: (await server.git('git rev-parse --short=7 HEAD')).trim(),
  });
  expect(stepLines(first)).toContain(`update-repo ${path}`);
  const applied = await apply();
  expect([applied.code, applied.results['host-1']]).toMatchObject([0, { outcome: 'changed' }]);
  expect(await ask(`cat ${path}/built; stat -c %U ${path}/built`)).toBe('1\ndeploy');
  expect(await active('app.service')).toBe('active');
  expect(await active('fleetwright-repo-app.timer')).toBe('active');
  const second = await plan();
  expect([hostPlan(second).status, stepLines(second), hostPlan(second).warnings]).toEqual([
    'converged',
    [],
    undefined,
  ]);
  expect(await ask('systemctl cat fleetwright-repo-app.timer')).toContain('OnCalendar=*-*-* 0/6:00:00');
});

test('what is new upstream is in the plan, and apply brings it; a later failure takes it back', async () => {
  const { apply, plan, host, declare } = bench();
  const server = await begin();
  await apply();
  const before = await head();
  await server.commit({ more: '1\n' }, 'another');
  const next = await server.commit({ version: '2\n' }, 'second \u001b[31mred');
  const disk = await listing(host(1), '/var/lib/fleetwright/repos', '/dev/shm');
  const [change] = hostPlan(await plan()).changes;
  expect(change?.differences).toContainEqual({
    ...{ field: 'commit', from: before.slice(0, 7) },
    to: `${next.trim().slice(0, 7)} (2 commits): second \\x1b[31mred; another`,
  });
  expect(await listing(host(1), '/var/lib/fleetwright/repos', '/dev/shm')).toEqual(disk);
  await declare(
    [unit, { name: 'bad.service', file: '[Service]\nExecStart=/bin/false\n', active: true, health: atOnce }],
    { hosts: 'host-1', repos: [entry(server)] },
  );
  expect((await apply()).results['host-1']?.outcome).toBe('rolled-back');
  expect(await head()).toBe(before);
  expect(await ask(`cat ${path}/built`)).toBe('1');
  await declare([unit], { hosts: 'host-1', repos: [entry(server)] });
  await host(1).must('/usr/local/lib/fleetwright/repo-update resume app');
  expect((await apply()).code).toBe(0);
  expect(await ask(`cat ${path}/built`)).toBe('2');
});

test('a remote that was rewritten is told in the plan, and nothing of it comes', async () => {
  const { apply, plan } = bench();
  const server = await begin();
  expect((await apply()).code).toBe(0);
  await server.git('git commit -q --amend --allow-empty -m other');
  const { status, warnings } = hostPlan(await plan());
  expect([status, warnings]).toEqual(['converged', [expect.stringContaining('its remote was rewritten')]]);
  await begin({ verify: { rewind: true } });
  await server.git('git commit -q --amend --allow-empty -m another');
  expect(stepLines(await plan())).toContain(`update-repo ${path}`);
});

test('a commit that is bad for the service does not stay, and is not tried again', async () => {
  const { apply, plan } = bench();
  const server = await begin();
  await apply();
  const before = await head();
  await server.commit({ 'run.sh': '#!/bin/sh\nexit 1\n' }, 'bad');
  const bad = await apply();
  expect([bad.code, bad.results['host-1']?.outcome]).toEqual([5, 'rolled-back']);
  expect(await head()).toBe(before);
  expect(await active('app.service')).toBe('active');
  const after = hostPlan(await plan());
  expect([after.status, after.warnings?.[0]]).toEqual([
    'converged',
    expect.stringContaining('is not tried again'),
  ]);
});

test('the service looks for what is new before it starts, whatever its own sandbox allows', async () => {
  const { apply, host } = bench();
  const server = await begin();
  await apply();
  const next = await server.commit({ version: '3\n' }, 'third');
  await host(1).must('systemctl restart app.service');
  expect(await head()).toBe(next.trim());
  expect(await ask(`cat ${path}/built`)).toBe('3');
});

test('absent takes the updater away and leaves the checkout; cron and old crontab lines', async () => {
  const { apply, plan, host, declare, run } = bench();
  await host(1).must(
    "printf '# mine\\n5 4 * * * /bin/true\\n0 */6 * * * /opt/old/auto-update.sh >>/tmp/x 2>&1\\n' | crontab -",
  );
  const update = { schedule: '0 */6 * * *', scheduler: 'cron', replaces_cron: 'auto-update.sh' };
  await begin({ update });
  expect((await apply()).code).toBe(0);
  expect(await ask('crontab -l')).toBe('# mine\n5 4 * * * /bin/true');
  expect(await ask('cat /etc/cron.d/fleetwright-app')).toContain(
    '0 */6 * * * root /usr/local/lib/fleetwright/repo-update run app --why cron',
  );
  expect((await plan()).summary.steps).toBe(0);
  expect((await run(['updates', 'status'])).stdout).toMatch(/, next \w{3} \S+ \d\d:00:00 UTC$/m);
  await declare([unit], { hosts: 'host-1', repos: [{ path, absent: true }] });
  expect((await apply()).code).toBe(0);
  expect((await plan()).summary.steps).toBe(0);
  expect(await ask(`ls /etc/cron.d /etc/fleetwright/repos.d; ls ${path}`)).not.toContain('app');
  await host(1).must('crontab -r');
});

test('a run is taken back: commit, timer, drop-in and policy', async () => {
  const { apply, run } = bench();
  await begin();
  expect((await apply()).code).toBe(0);
  const back = await run(['rollback', 'last', '--yes']);
  expect([back.code, back.stderr]).toEqual([0, expect.any(String)]);
  const left =
    "find /etc /usr/local/lib -name '*fleetwright-re*' -o -name 'app.policy' -o -name 'repo-update'";
  expect(await ask(left)).toBe('');
});

test('what cannot be is said before anything is touched', async () => {
  const { plan, host, declare } = bench();
  const server = await begin();
  await host(1).must(`mkdir -p ${path}; echo x >${path}/precious`);
  expect(hostPlan(await plan())).toMatchObject({
    status: 'blocked',
    reasons: ['app: /opt/app is there, is not empty and is no git repository'],
  });
  await host(1).must(`rm ${path}/precious; git init -q /opt`);
  expect(hostPlan(await plan()).reasons).toEqual(['app: /opt/app lies inside of the repository /opt']);
  await host(1).must(`rm -r /opt/.git; git init -q ${path}`);
  expect(hostPlan(await plan()).reasons).toEqual(['app: /opt/app belongs to root, and `owner` is deploy']);
  const git = `setpriv --reuid deploy --clear-groups git -C ${path} -c user.name=d -c user.email=d@e`;
  await host(1).must(`chown -R deploy ${path}; ${git} commit -q --allow-empty -m own`);
  expect(hostPlan(await plan()).reasons).toEqual([
    expect.stringMatching(/^app: \/opt\/app has a commit of its own on \w+ that its remote does not have/),
  ]);
  await host(1).must(`${git} remote add origin https://me:secret@git.example.org/other.git`);
  const other = hostPlan(await plan()).reasons ?? [];
  expect(other).toEqual([expect.stringContaining('is a checkout of https://git.example.org/other.git')]);
  await declare([unit], { hosts: 'host-1', repos: [entry(server, { owner: 'root' })] });
  await host(1).must(`chown -R root:deploy ${path}; chmod g+w ${path}/.git/config`);
  expect(hostPlan(await plan()).reasons).toEqual([
    expect.stringContaining(`others than root may write to ${path}/.git/config`),
  ]);
});

test('updates: status, run by hand, pause and resume, history, logs, remove', async () => {
  const { apply, run } = bench();
  const server = await begin();
  expect((await run(['updates', 'status'])).stderr).toContain('No repository is kept up to date here.');
  expect((await run(['updates', 'run', 'app', '--yes'])).code).toBe(1);
  await apply();
  const status = await run(['updates', 'status', '--json']);
  const { hosts } = JSON.parse(status.stdout) as {
    readonly hosts: readonly { readonly host: string; readonly repos: readonly Record<string, string>[] }[];
  };
  expect(hosts.map(({ host: name, repos }) => [name, repos.length])).toEqual([
    ['host-1', 1],
    ['host-2', 0],
  ]);
  expect(hosts[0]?.repos[0]).toMatchObject({
    name: 'app',
    head: await head(),
    next: expect.stringMatching(/UTC$/),
  });
  const next = await server.commit({ version: '9\n' }, 'ninth');
  expect((await run(['updates', 'run', 'app'])).code).toBe(64);
  expect((await run(['updates', 'pause', 'app', '--until', '2h', '--reason', 'a demo', '--yes'])).code).toBe(
    0,
  );
  expect((await run(['updates', 'status'])).stdout).toMatch(/paused \(a demo\)/);
  expect((await run(['updates', 'run', 'app', '--yes'])).code).toBe(3);
  expect((await run(['updates', 'resume', 'app', 'host-1', '--yes'])).code).toBe(0);
  const ran = await run(['updates', 'run', 'app', '--yes', '--batches', '1,100%']);
  expect([ran.code, ran.stdout]).toEqual([0, 'host-1  done\n']);
  expect(ran.stderr).toContain('host-1  restarting app.service');
  expect(await head()).toBe(next.trim());
  const history = await run(['updates', 'history', 'app', '--json']);
  expect(JSON.parse(history.stdout)).toMatchObject({
    hosts: [
      {
        host: 'host-1',
        attempts: expect.arrayContaining([expect.objectContaining({ why: 'hand', result: 'updated' })]),
      },
    ],
  });
  expect((await run(['updates', 'logs', 'app'])).stdout).toContain(`updated to ${next.trim()}`);
  expect((await run(['updates', 'remove', 'app', '--yes'])).code).toBe(0);
  expect(await ask(`ls /etc/fleetwright/repos.d; test -d ${path}/.git`)).toBe('');
  expect((await run(['updates', 'status'])).stdout).toBe('');
});

test('the commands of the page for those who come from scripts do what it says', async () => {
  const { apply, run } = bench();
  await begin({ name: 'ipfs-accelerate' });
  expect((await apply()).code).toBe(0);
  const page = await readFile(
    new URL('../../docs/coming-from-auto-update-scripts.md', import.meta.url),
    'utf8',
  );
  const commands = [...page.matchAll(/^ {4}fleetwright (.*)$/gm)].map(([, words = '']) => words.split(' '));
  expect(commands.length).toBeGreaterThan(5);
  for (const words of commands) {
    const changes = ['run', 'pause', 'resume', 'remove'].includes(words[1] ?? '');
    const { code, stderr } = await run([...words, ...(changes ? ['--yes'] : [])]);
    expect([words, code, code === 0 ? '' : stderr]).toEqual([words, 0, '']);
  }
});
