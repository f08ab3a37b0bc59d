import { expect, test } from '@jest/globals';
import type { FleetHost } from './support/fleet-host.ts';
import { leftOf } from './support/hold.ts';
import { here } from './support/trees.ts';
import { useWorkbench } from './support/workbench.ts';

// host-2 is reached by the system's ssh.
const bench = useWorkbench({ count: 2, project: { hosts: { 'host-2': { connection: 'openssh' } } } });
const app = '/opt/app';
const megabyte = 1 << 20;

async function received(host: FleetHost): Promise<number> {
  const counts = await host.must("sed -n 's/^ *[^l ][^:]*: *\\([0-9]*\\).*/\\1/p' /proc/net/dev");
  return counts.split('\n').reduce((sum, count) => sum + Number(count), 0);
}

/** What came to a host during an apply that changes it, in bytes. */
async function comes(name: 'host-1' | 'host-2'): Promise<number> {
  const host = bench().host(name === 'host-1' ? 1 : 2);
  const before = await received(host);
  const { results } = await bench().apply(['-l', name]);
  expect(results[name]).toMatchObject({ outcome: 'changed', stepsDone: 1 });
  return (await received(host)) - before;
}

test('of a large file that is there in another version, what differs is sent; all of it where there is no rsync', async () => {
  const { declare, plan, host, project } = bench();
  await here(project, "mkdir -p tree/sub; head -c 4M /dev/urandom >'tree/sub/a model'; echo 1 >tree/small");
  await declare([], { hosts: 'all', trees: [{ source: 'tree', path: app, owner: 'deploy:deploy' }] });
  expect(await comes('host-1')).toBeGreaterThan(4 * megabyte);
  await comes('host-2');

  await here(
    project,
    "cd tree/sub; printf other | dd of='a model' bs=1 seek=2000000 conv=notrunc; chmod 640 'a model'",
  );
  expect(await comes('host-1')).toBeLessThan(megabyte / 2);
  await host(2).must('mv /usr/bin/rsync /usr/bin/rsync.away');
  expect(await comes('host-2')).toBeGreaterThan(4 * megabyte);
  await host(2).must('mv /usr/bin/rsync.away /usr/bin/rsync');

  await here(
    project,
    "cd tree/sub; { echo more; cat 'a model'; } >new; mv new 'a model'; chmod 640 'a model'",
  );
  expect(await comes('host-2')).toBeLessThan(megabyte / 2);
  const sum = (await here(project, "sha256sum <'tree/sub/a model'")).trim();
  expect(await host(2).must(`cd ${app}/sub; sha256sum <'a model'; stat -c '%a %U:%G' 'a model'`)).toBe(
    `${sum}\n640 deploy:deploy\n`,
  );
  expect((await plan('-l', 'host-2')).summary.steps).toBe(0);
  expect(await leftOf(host(2))).toBe('');
});

test('what had come when a line broke need not come again', async () => {
  const { declare, apply, plan, host, project } = bench();
  await here(
    project,
    'rm -rf tree; mkdir -p \'tree/a b\'; cd tree; for i in 1 2 3 4 5 6; do head -c 2M /dev/urandom >"a b/$i"; done',
  );
  await declare([], {
    hosts: 'all',
    trees: [{ source: 'tree', path: '/opt/other', owner: 'deploy:deploy' }],
  });
  const tar = '/usr/local/sbin/tar';
  await host(1).must(`cat >${tar}; chmod 755 ${tar}`, '#!/bin/sh\nhead -c 11000000 | /usr/bin/tar "$@"\n');
  const cut = (await apply(['-l', 'host-1'])).results['host-1'];
  expect([cut?.outcome, cut?.message]).toEqual(['failed', expect.stringContaining('not all of it arrived')]);
  expect(await host(1).must('ls -A /opt; stat -c "%a %U" /opt/.*.fleetwright-part')).toMatch(
    /^\.\w+\.fleetwright-part\n700 root\n$/,
  );
  await host(1).must(
    `rm ${tar}; printf x | dd of="$(echo '/opt/.'*'.fleetwright-part/new/a b/2')" conv=notrunc`,
  );
  const came = await comes('host-1');
  expect(came).toBeGreaterThan(2 * megabyte);
  expect(came).toBeLessThan(6 * megabyte);
  expect((await plan('-l', 'host-1')).summary.steps).toBe(0);
  expect(await leftOf(host(1))).toBe('');
  expect(await host(1).must("ls -A /opt; stat -c '%U' '/opt/other/a b/1' '/opt/other/a b'")).toBe(
    'other\ndeploy\ndeploy\n',
  );
});
