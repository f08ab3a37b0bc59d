import { expect, test } from '@jest/globals';
import { execa } from 'execa';
import { useFleet } from './support/fleet.ts';
import { makeProject } from './support/project.ts';

const fleet = useFleet({ count: 1 });

async function reach(words: readonly string[], seconds = 2): Promise<number | undefined> {
  const options = [
    '-F',
    fleet().sandbox.sshConfig,
    '-o',
    `ConnectTimeout=${seconds}`,
    '-o',
    'HostKeyAlias=host-1',
  ];
  return (await execa('ssh', [...options, ...words], { reject: false })).exitCode;
}

test('exec gives code and both outputs, byte for byte', async () => {
  const answer = await fleet().host(1).exec('cat; echo oops >&2; exit 7', { input: 'a\n\n' });
  expect(answer).toEqual({ code: 7, stdout: 'a\n\n', stderr: 'oops\n' });
});

test('a digest is that of the bytes, and of nothing when there is no file', async () => {
  const host = fleet().host(1);
  await host.must("printf 'a\\000\\377' >/tmp/bytes");
  expect(await host.fileDigest('/tmp/bytes')).toBe((await host.must('sha256sum </tmp/bytes')).split(' ')[0]);
  expect(await host.fileDigest('/tmp/none')).toBeUndefined();
});

test('a cut host cannot be reached until it is healed', async () => {
  const host = fleet().host(1);
  await host.cutNetwork();
  expect(await reach(['host-1', 'true'], 1)).toBe(255);
  await host.healNetwork();
  expect(await reach(['host-1', 'true'], 10)).toBe(0);
});

test('a delayed path takes its time', async () => {
  const path = await fleet().host(1).delay(200);
  const start = Date.now();
  expect(await reach(['-p', `${path.port}`, '-o', `HostName=${path.address}`, 'host-1', 'true'], 20)).toBe(0);
  expect(Date.now() - start).toBeGreaterThan(1000);
  await path.close();
});

test('a full disk refuses what is written, keeps what was there, and can be freed', async () => {
  const host = fleet().host(1);
  await host.must('mkdir -p /var/lib/demo && echo kept >/var/lib/demo/old');
  const fault = await host.fillDisk('/var/lib/demo', 8192);
  expect(await host.must('cat /var/lib/demo/old')).toBe('kept\n');
  expect((await host.exec('head -c 4000 /dev/zero >/var/lib/demo/small')).code).toBe(0);
  const refused = await host.exec('head -c 400000 /dev/zero >/var/lib/demo/large');
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('No space left')]);
  await fault.release();
  await host.must('head -c 400000 /dev/zero >/var/lib/demo/large && test -s /var/lib/demo/small');
});

test('a read-only directory refuses what is written until it is released', async () => {
  const host = fleet().host(1);
  const fault = await host.readOnly('/etc/systemd/system');
  expect((await host.exec('touch /etc/systemd/system/x')).stderr).toContain('Read-only');
  await fault.release();
  await host.must('touch /etc/systemd/system/x && rm /etc/systemd/system/x');
});

test('a rebooted host has another boot and answers again', async () => {
  const host = fleet().host(1);
  await host.must('touch /run/before');
  await host.reboot();
  expect((await host.exec('test -e /run/before')).code).toBe(1);
  expect(await reach(['host-1', 'true'])).toBe(0);
});

test("a project's inventory leads to the hosts", async () => {
  const project = await makeProject(fleet(), { files: { 'playbooks/a.yaml': 'hosts: all\n' } });
  const { stdout } = await execa('cat', ['inventory.yaml', 'playbooks/a.yaml'], { cwd: project.dir });
  expect(stdout).toContain(fleet().host(1).address);
  expect(stdout).toContain('hosts: all');
  await project.remove();
});
