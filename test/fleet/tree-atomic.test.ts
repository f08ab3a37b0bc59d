import { expect, test } from '@jest/globals';
import { leftOf } from './support/hold.ts';
import { here, source, textsOf, treeOf } from './support/trees.ts';
import { hostPlan, sleeper, useWorkbench } from './support/workbench.ts';
import type { Entry } from './support/workbench.ts';

const bench = useWorkbench({ count: 1 });
const app = '/opt/app';
const tree = (more: Entry = {}): Entry => ({
  hosts: 'host-1',
  trees: [{ source: 'tree', path: app, atomic: true, delete: true, protect: ['/own'], ...more }],
});

/** Many directories, the first and the last with the version: entry by entry it would take a while. */
async function version(text: string): Promise<void> {
  await here(
    bench().project,
    `rm -rf tree; mkdir tree; cd tree; mkdir -p d{100..250}; for d in d*; do echo ${text} >$d/version; done`,
  );
}

/** Runs on the host, beside the test, until /run/enough is there; what it printed. */
function meanwhile(script: string): Promise<string> {
  return bench().host(1).must(`rm -f /run/enough; : >/run/begun; ${script}`);
}

test('who looks has the whole old tree or the whole new one; what others write meanwhile is not lost', async () => {
  const { declare, apply, plan, host } = bench();
  await version('old');
  await declare([], tree({ owner: 'deploy:deploy' }));
  expect((await apply()).code).toBe(0);
  await host(1).must(`cd ${app}; mkdir -p own/log sub; mkfifo own/fifo; echo 0 >own/state; chmod 2770 own`);
  const rights = await host(1).must(`cd ${app}; stat -c '%n %A %U:%G' . own own/log sub d100`);
  const inode = await host(1).must(`stat -c %i ${app}/own/fifo`);
  await version('new');
  const reader = meanwhile(
    `until [ -e /run/enough ]; do (cd ${app} && cat d100/version d250/version | paste -s -d ' '); done | sort -u`,
  );
  const writer = meanwhile(
    `n=0; until [ -e /run/enough ]; do
       echo $n >${app}/own/new && mv ${app}/own/new ${app}/own/state && : >${app}/own/log/$n && n=$((n + 1))
       sleep 0.01
     done 2>/dev/null; cat ${app}/own/state; ls ${app}/own/log | wc -l; echo $n`,
  );
  const applied = await apply();
  await host(1).must('touch /run/enough');
  expect(applied.results['host-1']).toMatchObject({ outcome: 'changed', stepsDone: 1 });
  expect((await reader).trim().split('\n').sort()).toEqual(['new new', 'old old']);
  const [state, files, count] = (await writer).trim().split('\n').map(Number);
  expect([state, files]).toEqual([Number(count) - 1, count]);
  expect(await host(1).must(`cd ${app}; stat -c '%n %A %U:%G' . own own/log sub d100`)).toBe(rights);
  expect(await host(1).must(`stat -c %i ${app}/own/fifo`)).toBe(inode);
  expect((await plan()).summary.steps).toBe(0);
  expect(await leftOf(host(1))).toBe('');
});

test('when a service does not bear it, the old tree is there again, with what was written meanwhile', async () => {
  const { declare, apply, run, host, project } = bench();
  await source(project, { a: '1', 'sub/b': '1', 'sub/c': '1' });
  const health = { settle: '0s', command: `! grep -q bad ${app}/a`, timeout: '1s' };
  const web = { name: 'web.service', file: sleeper(), active: true, health };
  const play = tree({ restarts: ['web.service'] });
  await declare([web], play);
  expect((await apply()).code).toBe(0);
  await host(1).must(`echo mine >${app}/mine`);
  const before = await treeOf(host(1), app);
  await source(project, { a: 'bad', 'sub/b': '2', 'new/d': '2' });
  await declare([{ ...web, file: sleeper('Environment=A=1') }], play);
  const failed = await apply();
  expect([failed.code, failed.results['host-1']?.outcome]).toEqual([5, 'rolled-back']);
  expect(await treeOf(host(1), app)).toBe(before);
  await source(project, { a: 'good', 'sub/b': '2', 'new/d': '2' });
  expect((await apply()).code).toBe(0);
  expect(await textsOf(host(1), app)).toEqual({ a: 'good', mine: 'mine', 'new/d': '2', 'sub/b': '2' });
  const inode = await host(1).must(`stat -c %i ${app}`);
  expect((await run(['rollback', 'last', '--yes'])).code).toBe(0);
  expect(await host(1).must(`stat -c %i ${app}`)).not.toBe(inode);
  expect(await textsOf(host(1), app)).toEqual({ a: '1', mine: 'mine', 'sub/b': '1', 'sub/c': '1' });
  expect(await leftOf(host(1))).toBe('');
});

test('a mount point in the tree is not exchanged with it, and nothing is changed', async () => {
  const { declare, apply, host, project } = bench();
  await source(project, { a: '1' });
  await declare([], tree());
  await apply();
  await host(1).must(
    `mkdir '${app}/own disk'; mount -t tmpfs none '${app}/own disk'; echo 1 >'${app}/own disk/data'`,
  );
  const before = await treeOf(host(1), app);
  await source(project, { a: '2' });
  const { code, results } = await apply();
  expect([code, results['host-1']?.message]).toEqual([
    5,
    expect.stringContaining(`${app}/own disk is a mount point`),
  ]);
  expect(await treeOf(host(1), app)).toBe(before);
  await host(1).must(`umount '${app}/own disk'`);
  expect(await leftOf(host(1))).toBe('');
});

test('Perl does where there is no Python; a host that has neither is blocked', async () => {
  const { declare, apply, plan, host, project } = bench();
  const hide = (name: string): Promise<string> => host(1).must(`mv /usr/bin/${name} /usr/bin/${name}.away`);
  await source(project, { a: '1' });
  await declare([], tree());
  await apply();
  await hide('python3');
  const inode = await host(1).must(`stat -c %i ${app}`);
  await source(project, { a: '2' });
  expect((await apply()).code).toBe(0);
  expect(await host(1).must(`stat -c %i ${app}`)).not.toBe(inode);
  await hide('perl');
  await source(project, { a: '3' });
  expect(hostPlan(await plan()).reasons).toEqual([
    expect.stringContaining('cannot exchange two directories'),
  ]);
  await host(1).must('cd /usr/bin; for name in python3 perl; do mv $name.away $name; done');
});
