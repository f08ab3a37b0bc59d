import { expect, test } from '@jest/globals';
import { endOfRun, hold, leftOf } from './support/hold.ts';
import { here, source, textsOf, treeOf } from './support/trees.ts';
import { until } from './support/until.ts';
import { hostPlan, useWorkbench } from './support/workbench.ts';
import type { Entry } from './support/workbench.ts';

const bench = useWorkbench({ count: 1 });
const app = '/opt/app';
const tree = (more: Entry = {}): Entry => ({ trees: [{ source: 'tree', path: app, delete: true, ...more }] });
const old = { 'a.txt': 'a\n', 'sub/b.txt': 'b\n', 'sub/c.txt': 'c\n' };
const fresh = { 'a.txt': 'A\n', 'sub/b.txt': 'B\n', 'new/d.txt': 'd\n', 'sub/c.txt': 'c\n' };

/** A tree in its first version on the host, and a playbook with its second. Gives what is there. */
async function upgrade(more: Entry = {}): Promise<string> {
  const { declare, apply, host, project } = bench();
  await source(project, old);
  await declare([], tree(more));
  expect((await apply()).code).toBe(0);
  await host(1).must('rm -r /var/lib/fleetwright/runs');
  await source(project, fresh);
  return treeOf(host(1), app);
}

async function settled(): Promise<void> {
  const { apply, host, plan } = bench();
  await until('nothing is left', async () => (await leftOf(host(1))) === '');
  expect((await apply()).code).toBe(0);
  expect((await plan()).summary.steps).toBe(0);
  expect(await leftOf(host(1))).toBe('');
}

test.each([
  ['the controller is killed', 'SIGKILL'],
  ['the connection breaks', 'sshd'],
  ['Ctrl-C', 'SIGINT'],
] as const)('contents that are on their way when %s leave nothing behind', async (_, how) => {
  const { startApply, host } = bench();
  const before = await upgrade();
  const held = await hold(host(1), 'tar', '*');
  const applying = startApply();
  await held.reached();
  if (how === 'sshd') await host(1).must('pkill -KILL -u deploy sshd');
  else applying.kill(how);
  await held.release();
  const { results } = await applying.ended;
  if (how === 'sshd') expect(results['host-1']?.message).toContain('nothing was changed');
  await until('nothing is left', async () => (await leftOf(host(1))) === '');
  expect(await treeOf(host(1), app)).toBe(before);
  await settled();
});

test('a host that loses its controller while it places goes on by itself', async () => {
  const { startApply, host } = bench();
  await upgrade();
  const held = await hold(host(1), 'mv', '*-t . --*');
  const applying = startApply();
  await held.reached();
  applying.kill('SIGKILL');
  await applying.ended;
  await held.release();
  expect(await endOfRun(host(1))).toBe('changed');
  expect(await textsOf(host(1), app)).toMatchObject({ 'a.txt': 'A', 'new/d.txt': 'd', 'sub/b.txt': 'B' });
  await settled();
});

test.each(['*new/a.txt*', '*new/sub/b.txt*'])(
  'a run that is killed while it places (%s) is put back',
  async (place) => {
    const { startApply, host } = bench();
    const before = await upgrade();
    const held = await hold(host(1), 'mv', place);
    const applying = startApply();
    await held.reached();
    await host(1).must("systemctl kill -s KILL 'fleetwright-*'");
    await held.release();
    const { code, results } = await applying.ended;
    expect([code, results['host-1']?.outcome]).not.toEqual([0, 'changed']);
    expect(await endOfRun(host(1))).toBe('rolled-back');
    expect(await treeOf(host(1), app)).toBe(before);
    await settled();
  },
);

test('a disk that is full is said at plan time; one that fills up meanwhile leaves all as it was', async () => {
  const { startApply, host, plan, project } = bench();
  await upgrade();
  const full = await host(1).fillDisk('/opt', 4 << 20);
  const before = await treeOf(host(1), app);
  await here(project, 'head -c 6000000 /dev/urandom >tree/big');
  expect(hostPlan(await plan()).reasons?.join()).toMatch(/6.0 MB are to come, and .* are free there/);
  await here(project, 'head -c 2000000 /dev/urandom >tree/big');
  const held = await hold(host(1), 'tar', '*');
  const applying = startApply();
  await held.reached();
  await host(1).exec('head -c 3500000 /dev/zero >/opt/filler');
  await held.release();
  const { code, results } = await applying.ended;
  expect([code, results['host-1']?.outcome]).toEqual([3, 'failed']);
  expect(results['host-1']?.message).toMatch(/nothing was changed: .*(No space left|Wrote only)/);
  expect(await treeOf(host(1), app)).toBe(before);
  await host(1).must('rm /opt/filler');
  await settled();
  await full.release();
  await host(1).must('umount /opt');
});

test.each([
  ['kept', 'cp', '*-al -t*', 'failed'],
  ['placed', 'mv', '*new/a.txt*', 'failed'],
])(
  'a directory that its owner swaps for a link while files are %s leads nowhere',
  async (_, program, place, outcome) => {
    const { startApply, host } = bench();
    await upgrade({ owner: 'deploy:deploy' });
    await host(1).must(
      'rm -rf /root/victim; mkdir /root/victim; echo mine >/root/victim/b.txt; echo mine >/root/victim/c.txt',
    );
    const victim = await treeOf(host(1), '/root/victim');
    const held = await hold(host(1), program, place);
    const applying = startApply();
    await held.reached();
    await host(1).must(
      `setpriv --reuid deploy --regid deploy --clear-groups sh -c 'cd ${app} && mv sub away && ln -s /root/victim sub'`,
    );
    await held.release();
    const { results } = await applying.ended;
    expect(results['host-1']?.outcome).toBe(outcome);
    expect(await treeOf(host(1), '/root/victim')).toBe(victim);
    expect(await leftOf(host(1))).toBe('');
  },
);

test.each([
  ['that is a link', 'ln -s /srv/real /srv/way', 'a symbolic link'],
  ['that everybody may write to', 'mkdir -m 777 /srv/way', 'everybody may write to /srv/way'],
  ['of somebody else', 'mkdir /srv/way && chown 4321 /srv/way', 'belongs to 4321'],
])('a way to the tree %s is refused', async (_, prepare, why) => {
  const { declare, plan, host, project } = bench();
  await source(project, old);
  await host(1).must(`mkdir -p /srv/real; ${prepare}`);
  await declare([], tree({ path: '/srv/way/app' }));
  expect(hostPlan(await plan()).reasons?.join()).toContain(why);
});

test('what has changed since the plan is refused: here, on the host, or on the way', async () => {
  const { run, host, project } = bench();
  const before = await upgrade();
  const outcome = async (trouble: () => Promise<unknown>): Promise<string> => {
    await run(['plan', 'playbook.yaml', '-o', 'saved.json']);
    await trouble();
    const { code, stderr, stdout } = await run(['apply', 'saved.json', '--yes']);
    return `${code} ${stderr}${stdout}`;
  };
  expect(await outcome(() => project.write('tree/a.txt', 'Z\n'))).toMatch(/^7 .*a\.txt has changed here/s);
  expect(await treeOf(host(1), app)).toBe(before);
  expect(await outcome(() => host(1).must(`echo other >${app}/a.txt`))).toMatch(/^7 .*a\.txt/s);
  expect(await outcome(() => host(1).must('chmod 775 /opt; chown :deploy /opt'))).toMatch(/^7 .*way/s);
  await host(1).must('chmod 755 /opt; chown :root /opt');
  expect(await host(1).must(`cat ${app}/a.txt`)).toBe('other\n');
  await settled();
});

test('special files are refused by name, here and there', async () => {
  const { plan, run, host, project } = bench();
  await upgrade();
  await here(project, 'mkfifo tree/pipe');
  expect((await run(['plan', 'playbook.yaml'])).stderr).toContain('pipe is a FIFO');
  await here(project, 'rm tree/pipe');
  await host(1).must(`rm ${app}/a.txt; mknod ${app}/a.txt c 1 3`);
  expect(hostPlan(await plan()).reasons).toEqual([`${app}/a.txt is a character device: remove it by hand`]);
});

test('of two syncs at once the second is refused, and leaves nothing', async () => {
  const { startApply, apply, host } = bench();
  await upgrade();
  const held = await hold(host(1), 'mv', '*new/a.txt*');
  const first = startApply();
  await held.reached();
  const second = await apply();
  expect([second.code, second.results['host-1']?.outcome]).toEqual([6, 'locked']);
  expect(
    (await host(1).must('ls -A /opt')).split('\n').filter((name) => name.includes('.fleetwright-')),
  ).toHaveLength(1);
  await held.release();
  expect((await first.ended).results['host-1']?.outcome).toBe('changed');
  await settled();
});

test('below a directory of the owner’s, contents wait where the owner cannot reach them', async () => {
  const { declare, startApply, host, plan, project } = bench();
  await source(project, old);
  await host(1).must(
    'rm -rf /root/victim /home/deploy/own /home/deploy/away; mkdir /root/victim; install -d -o deploy -g deploy /home/deploy/own',
  );
  await declare([], tree({ path: '/home/deploy/own/x/app', owner: 'deploy:deploy' }));
  const held = await hold(host(1), 'mv', '*/new ./app*');
  const applying = startApply();
  await held.reached();
  const asOwner = (script: string): Promise<unknown> =>
    host(1).must(`setpriv --reuid deploy --regid deploy --clear-groups sh -c '${script}'`);
  expect(await host(1).must('stat -c "%a %U" /home/.*.fleetwright-*')).toBe('700 root\n');
  await asOwner('cd /home/deploy && mv own away && ln -s /root/victim own');
  await held.release();
  await applying.ended;
  expect(await host(1).must('ls -A /root/victim')).toBe('');
  await until('nothing is left', async () => (await leftOf(host(1))) === '');
  await host(1).must('cd /home/deploy && rm own && rm -rf away && install -d -o deploy -g deploy own');
  await settled();
  expect(await textsOf(host(1), '/home/deploy/own/x/app')).toEqual({
    'a.txt': 'a',
    'sub/b.txt': 'b',
    'sub/c.txt': 'c',
  });
  expect((await plan()).summary.steps).toBe(0);
  await host(1).must('rm -rf /home/deploy/own');
});
