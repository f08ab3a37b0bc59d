import { expect, test } from '@jest/globals';
import { execa } from 'execa';
import { list } from '../../src/sandbox/list.ts';
import { placesOf } from '../../src/sandbox/places.ts';
import { shellCommand } from '../../src/sandbox/shell.ts';
import { useFleet } from './support/fleet.ts';
import { leftovers } from './support/leftovers.ts';
import { allUsers } from './support/users.ts';

const fleet = useFleet({ count: 3, users: allUsers });

async function ssh(
  words: readonly string[],
  user = 'deploy',
): Promise<{ code: number | undefined; stdout: string }> {
  const ended = await execa(
    'ssh',
    ['-F', fleet().sandbox.sshConfig, '-l', user, '-o', 'BatchMode=yes', ...words],
    {
      reject: false,
    },
  );
  return { code: ended.exitCode, stdout: ended.stdout };
}

test('ssh reaches every host with its pinned key, and sudo asks for nothing', async () => {
  for (const { name } of fleet().hosts) {
    const answer = await ssh([name, 'hostname; sudo -n id -u; systemctl is-system-running']);
    expect(answer).toEqual({ code: 0, stdout: `${name}\n0\nrunning` });
  }
});

test('a key that is not the pinned one is refused', async () => {
  const [one, two] = fleet().hosts;
  const answer = await ssh([
    '-o',
    `HostName=${two!.address}`,
    '-o',
    'CheckHostIP=yes',
    '-o',
    `HostKeyAlias=${one!.name}`,
    'x',
    'true',
  ]);
  expect(answer.code).toBe(255);
});

test.each([
  ['fishy', 'echo $FISH_VERSION', /^3\./],
  ['cshy', 'echo $tcsh', /^6\./],
  ['doer', 'doas -n id -u', /^0$/],
  ['plain', 'sudo -n true; id -un', /^plain$/],
])('%s logs in with the same key', async (user, command, said) => {
  expect((await ssh(['host-1', command], user)).stdout).toMatch(said);
});

test('sudo takes the password of the locked user and nothing less', async () => {
  const { password } = allUsers.find(({ name }) => name === 'locked')!;
  const sudo = (input: string): Promise<number | undefined> =>
    execa('ssh', ['-F', fleet().sandbox.sshConfig, '-l', 'locked', 'host-1', 'sudo -k -S -p "" true'], {
      input: `${input}\n`,
      reject: false,
    }).then(({ exitCode }) => exitCode);
  expect(await sudo(password!)).toBe(0);
  expect(await sudo('guess')).toBe(1);
});

test('list gives what is there', async () => {
  const hosts = await list(fleet().sandbox.name);
  expect(hosts.map(({ name, state }) => [name, state])).toEqual([
    ['host-1', 'running'],
    ['host-2', 'running'],
    ['host-3', 'running'],
  ]);
});

test('shell is a root shell on the host', async () => {
  const [program = '', ...words] = await shellCommand(fleet().sandbox.name, 'host-2');
  const { stdout } = await execa(program, words, { input: 'hostname; id -u; cat /proc/1/comm\n' });
  expect(stdout).toBe('host-2\n0\nsystemd');
  await expect(shellCommand(fleet().sandbox.name, 'host-9')).rejects.toThrow('host-1 host-2 host-3');
});

test('a service of one host is none of its neighbours', async () => {
  const start = 'systemd-run --unit=lonely.service sleep 1000';
  await Promise.all(fleet().hosts.map((host) => host.must(start)));
  await fleet().host(1).must('systemctl stop lonely.service');
  expect((await fleet().host(1).exec('systemctl is-active lonely')).stdout).toBe('inactive\n');
  expect((await fleet().host(2).exec('systemctl is-active lonely')).stdout).toBe('active\n');
});

test('nothing is left when it is down', async () => {
  const { name } = fleet().sandbox;
  const words = [`/${name}/`, name, placesOf(name).bridge];
  const during = await leftovers(words);
  expect(
    Object.entries(during).filter(([, found]: [string, readonly string[]]) => found.length === 0),
  ).toEqual([]);
  await fleet().stop();
  const nothing = { processes: [], mounts: [], namespaces: [], links: [], groups: [], directories: [] };
  expect(await leftovers(words)).toEqual(nothing);
  expect(await list(name)).toEqual([]);
});
