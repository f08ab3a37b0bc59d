import { expect, test } from '@jest/globals';
import { gitServer } from './support/git-server.ts';
import type { GitServer } from './support/git-server.ts';
import { hostPlan, stepLines, useWorkbench } from './support/workbench.ts';
import type { Entry } from './support/workbench.ts';

const bench = useWorkbench({ count: 2 });
const path = '/srv/app';

/** What a command on the host prints, without the end of its last line. */
const ask = async (command: string): Promise<string> => (await bench().host(1).must(command)).trimEnd();

async function begin(): Promise<GitServer> {
  const server = await gitServer(bench().host(2));
  await server.commit({ version: '1\n', '.gitignore': '.env\n' }, 'the first');
  return server;
}

const declare = (repo: Entry): Promise<void> =>
  bench().declare([], { hosts: 'host-1', repos: [{ path, owner: 'deploy', insecure: true, ...repo }] });

/** Applies, and sees that nothing is left to do. */
async function settle(): Promise<void> {
  const { apply, plan } = bench();
  const { code, results } = await apply();
  expect([code, results['host-1']?.outcome, results['host-1']?.message]).toEqual([0, 'changed', undefined]);
  const second = hostPlan(await plan());
  expect([second.status, second.changes, second.warnings]).toEqual(['converged', [], undefined]);
}

test('releases by tags: the newest by version, switched at once; a saved plan is held against the host', async () => {
  const { plan, run, project } = bench();
  const server = await begin();
  await server.git('git tag v1.9.0; git tag -a -m x v1.10.0; git tag other-2');
  await declare({ url: server.url, track: { tag: 'v*' }, layout: 'releases' });
  await settle();
  const first = (await server.git('git rev-parse HEAD')).trim();
  expect(await ask(`readlink ${path}; cat ${path}/version`)).toBe(`app.releases/${first}\n1`);
  const second = await server.commit({ version: '2\n' }, 'the second');
  expect((await plan()).summary.steps).toBe(0);
  await server.git('git tag v1.11.0');
  expect(hostPlan(await plan()).changes[0]?.differences).toContainEqual({
    ...{
      field: 'commit',
      from: first.slice(0, 7),
      to: `${second.slice(0, 7)} (1 commit, tag v1.11.0): the second`,
    },
  });
  expect((await run(['plan', 'playbook.yaml', '-o', 'saved.json'])).code).toBe(0);
  expect((await run(['apply', 'saved.json', '--yes'], { cwd: project.dir })).code).toBe(0);
  expect(await ask(`cat ${path}/version`)).toBe('2');
  expect((await run(['plan', 'playbook.yaml', '-o', 'next.json'])).code).toBe(0);
  await declare({
    url: server.url,
    track: { version: '>=1.9 <1.11' },
    layout: 'releases',
    verify: { rewind: true },
  });
  await settle();
  expect(await ask(`cat ${path}/version`)).toBe('1');
});

test('by ssh, with a deploy key and the key of the server', async () => {
  const { host, plan } = bench();
  const server = await begin();
  await server.git('chown -R deploy: /srv/git');
  await host(1).must('rm -f /root/deploy_key*; ssh-keygen -q -t ed25519 -N "" -f /root/deploy_key');
  await host(2).must(
    'install -d -m 700 -o deploy ~deploy/.ssh; cat >>~deploy/.ssh/authorized_keys',
    await host(1).must('cat /root/deploy_key.pub'),
  );
  const key = (await host(2).must('cat /etc/ssh/ssh_host_ed25519_key.pub')).split(' ').slice(0, 2).join(' ');
  const url = `ssh://deploy@${host(2).address}/srv/git/work`;
  await declare({ url, insecure: false, deploy_key: '/root/deploy_key', host_key: key });
  expect(hostPlan(await plan()).changes[0]?.differences).toContainEqual({
    ...{ field: 'commit', from: null, to: 'branch main' },
  });
  await settle();
  const next = await server.git(
    "su deploy -s /bin/sh -c 'git -c user.name=a -c user.email=a@example.org commit -q --allow-empty -m new'; git -c safe.directory='*' rev-parse HEAD",
  );
  expect(hostPlan(await plan()).changes[0]?.differences).toMatchObject([
    { field: 'commit', to: `${next.trim().slice(0, 7)} (1 commit): new` },
  ]);
});

test('a checkout that was there before is taken over; what was changed in it lies in its stash', async () => {
  const { plan } = bench();
  const server = await begin();
  await ask(
    `install -d -o deploy ${path}; su deploy -s /bin/sh -c 'git clone -q ${server.url} ${path}; echo mine >${path}/version; echo untracked >${path}/new; echo secret >${path}/.env'`,
  );
  await server.commit({ version: '2\n' }, 'the second');
  await declare({ url: server.url, update: { schedule: '30 4 * * mon-fri', windows: ['Sun 03:00-03:01'] } });
  const steps = hostPlan(await plan()).changes[0]?.steps ?? [];
  expect(steps.map(({ because }) => because)).toEqual(
    expect.arrayContaining([
      'its remote has another commit; stashes 2 files changed here',
      expect.stringMatching(/^it is not there; next (\d{4}-\d\d-\d\d 04:30:00 \w+(, |$)){3}/),
    ]),
  );
  await settle();
  expect(await ask(`cat ${path}/version ${path}/.env; cat ${path}/new 2>/dev/null || :`)).toBe('2\nsecret');
  expect(await ask(`su deploy -s /bin/sh -c 'git -C ${path} stash list' | wc -l`)).toBe('1');
});

test('signatures: what nobody known has signed does not come, and the host is as before', async () => {
  const { apply, project, host } = bench();
  const server = await begin();
  await host(2).must('rm -f /root/signer*; ssh-keygen -q -t ed25519 -N "" -f /root/signer');
  const signed =
    'git -c gpg.format=ssh -c user.signingkey=/root/signer commit -q -S --allow-empty -m signed; git rev-parse HEAD';
  await project.write('keys/signers', `tester@example.org ${await host(2).must('cat /root/signer.pub')}`);
  await declare({ url: server.url, verify: { signers: 'keys/signers' } });
  const unsigned = await apply();
  expect([unsigned.code, unsigned.results['host-1']?.message]).toEqual([
    5,
    expect.stringContaining('unsigned'),
  ]);
  expect(await ask(`ls ${path} /etc/fleetwright/repos.d 2>/dev/null || :`)).not.toContain('version');
  const good = await server.git(signed);
  await settle();
  expect(await ask(`su deploy -s /bin/sh -c 'git -C ${path} rev-parse HEAD'`)).toBe(good.trim());
  expect((await bench().run(['updates', 'verify', 'app'])).stdout).toContain('signer: tester@example.org');
  expect(stepLines(await bench().plan())).toEqual([]);
});
