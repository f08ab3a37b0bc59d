import { beforeEach, describe, expect, test } from '@jest/globals';
import type { RunResult } from './support/fleetwright.ts';
import { here, source, textsOf, treeOf } from './support/trees.ts';
import { atOnce, sleeper, useWorkbench } from './support/workbench.ts';
import type { Entry } from './support/workbench.ts';

const bench = useWorkbench({ count: 1 });
const app = '/opt/app';
const files = {
  'a.txt': 'one\n',
  'sub/b.txt': 'b\n',
  '.env': 'SECRET=here\n',
  'var/d': 'here\n',
  'c.log': 'here\n',
};
const tree: Entry = {
  source: 'tree',
  path: app,
  exclude: ['*.log'],
  secrets: ['.env'],
  data: ['/var'],
  protect: ['/up'],
};

const pull = (...flags: readonly string[]): Promise<RunResult> =>
  bench().run(['platform', 'pull', 'host-1', ...flags]);
const onHost = (script: string): Promise<string> => bench().host(1).must(`cd ${app} && ${script}`);
/** Everything in the project's tree: names, kinds, permissions, times, targets, contents. */
const local = (): Promise<string> =>
  here(
    bench().project,
    `cd tree && find . -printf '%p %y %m %s %T@ %l\\n' | sort; find . -type f -exec sha256sum {} + | sort`,
  );
const textHere = (path: string): Promise<string> => here(bench().project, `cat -- '${path}'`);

beforeEach(async () => {
  const { declare, project, run } = bench();
  await here(project, 'rm -rf .fleetwright backups copy pulled outside');
  await source(project, files);
  await project.write('fleetwright.yaml', 'inventory: inventory.yaml\nplaybook: playbook.yaml\n');
  await declare([], { trees: [tree] });
  expect((await run(['platform', 'push', 'host-1', '--yes'])).code).toBe(0);
});

describe('pull', () => {
  test('shows all of it, and a rehearsal changes nothing on either side', async () => {
    await onHost('echo two >>a.txt; mkdir new; echo n >new/x; chmod 700 sub; ln -s /etc/passwd l');
    await here(bench().project, 'rm -r .fleetwright');
    const before = [await local(), await treeOf(bench().host(1), app)];
    const { code, stderr } = await pull('--dry-run', '--detailed-exitcode');
    expect([code, stderr]).toEqual([2, expect.stringContaining('~ tree/opt/app comes to tree\n')]);
    for (const line of [
      '~ a.txt (8 bytes)',
      '+ new/\n',
      '+ new/x (2 bytes)',
      '~ sub/ (mode 0755 → 0700)',
      '+ l (a link to /etc/passwd)',
      '+two',
    ])
      expect(stderr).toContain(line);
    expect([await local(), await treeOf(bench().host(1), app)]).toEqual(before);
    expect(await here(bench().project, 'ls -dA backups .tree* .fleetwright/sync || true')).toBe('');
  });

  test('brings it, keeps what it replaces, and a second time changes no byte', async () => {
    await onHost(
      'echo two >>a.txt; mkdir -p new/empty; head -c 3000000 /dev/urandom >new/big; chmod +x sub/b.txt; ln -sf /etc/passwd l',
    );
    const { code, stderr } = await pull('--yes');
    const [, backup = ''] = /^backup: (backups\/trees-\S+)$/m.exec(stderr) ?? [];
    expect([code, await textHere('tree/a.txt'), await textHere(`${backup}/host-1/opt/app/a.txt`)]).toEqual([
      0,
      'one\ntwo',
      'one',
    ]);
    expect(
      await here(
        bench().project,
        'readlink tree/l; stat -c %a tree/sub/b.txt; cmp tree/a.txt tree/a.txt; ls tree/new',
      ),
    ).toBe('/etc/passwd\n755\nbig\nempty');
    const before = await local();
    const again = await pull('--yes');
    expect([again.code, again.stderr]).toEqual([0, 'Nothing to bring: tree/opt/app is here as on host-1.\n']);
    expect(await local()).toBe(before);
    expect((await bench().run(['platform', 'push', 'host-1', '--check', '--detailed-exitcode'])).code).toBe(
      0,
    );
  });

  test('leaves out what does not travel', async () => {
    await onHost(
      'echo SECRET=there >.env; echo there >c.log; mkdir -p up var; echo u >up/u; echo there >var/d',
    );
    expect((await pull('--yes', '--exclude-data')).code).toBe(0);
    const see = (): Promise<string> => here(bench().project, 'cd tree; cat .env c.log var/d; ls');
    expect(await see()).toBe('SECRET=here\nhere\nhere\na.txt\nc.log\nsub\nvar');
    const secret = await pull('--yes', '--include-secrets', '-v');
    expect([secret.code, secret.stderr.includes('SECRET')]).toEqual([0, false]);
    expect(await see()).toMatch(/^SECRET=there\nhere\nthere\n/);
  });

  test('deletes with --delete only, and most of it only when that is said', async () => {
    await onHost('rm a.txt');
    const held = await pull('--yes');
    expect([held.code, held.stderr]).toEqual([0, expect.stringContaining('goes here with --delete')]);
    expect((await pull('--yes', '--delete')).code).toBe(0);
    expect(await here(bench().project, 'ls tree')).toBe('c.log\nsub\nvar');
    await onHost('rm -r sub var');
    const most = await pull('--yes', '--delete');
    expect([most.code, most.stderr]).toEqual([1, expect.stringMatching(/1 of its \d files|--allow-delete/)]);
    await onHost('cd /; rm -r /opt/app');
    const gone = await pull('--yes', '--delete');
    expect([gone.code, gone.stderr]).toEqual([1, expect.stringContaining('/opt/app is not there')]);
  });

  test('never takes what was changed here since without saying so', async () => {
    expect((await pull('--yes')).code).toBe(0);
    await bench().project.write('tree/a.txt', 'mine\n');
    await bench().project.write('tree/sub/b.txt', 'mine\n');
    await onHost('echo theirs >a.txt');
    const { code, stderr } = await pull('--yes');
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/! tree\/opt\/app\/a\.txt — a conflict[^]*-mine\n[^]*\+theirs\n/),
    ]);
    expect(stderr).toContain('sub/b.txt was changed here only');
    expect([await textHere('tree/a.txt'), await textHere('tree/sub/b.txt')]).toEqual(['mine', 'mine']);
    const taken = await pull('--yes', '--prefer', 'remote');
    expect([taken.code, taken.stderr]).toEqual([
      0,
      expect.stringContaining('~ a.txt (7 bytes) — in place of what was changed here'),
    ]);
    expect(await textHere('tree/a.txt')).toBe('theirs');
  });

  test('--to writes a copy beside the sources; --include-systemd brings the units', async () => {
    const { declare } = bench();
    const web: Entry = {
      name: 'fw-web.service',
      file: sleeper(),
      enabled: true,
      active: true,
      health: atOnce,
    };
    await declare([web], { trees: [tree] });
    expect((await bench().run(['platform', 'push', 'host-1', '--include-systemd', '--yes'])).code).toBe(0);
    const before = await local();
    const { code } = await pull('--to', 'copy', '--include-systemd', '--compress', '--yes');
    expect(code).toBe(0);
    expect(await here(bench().project, 'cat copy/opt/app/a.txt; find copy/systemd -type f | sort')).toBe(
      'one\ncopy/systemd/playbook.yaml\ncopy/systemd/units/fw-web.service',
    );
    expect(await local()).toBe(before);
    const again = await pull('--to', 'copy', '--yes', '--json');
    expect([again.code, JSON.parse(again.stdout)]).toEqual([
      0,
      expect.objectContaining({ type: 'exchange', trees: [expect.objectContaining({ put: [] })] }),
    ]);
  });

  test('fills an empty directory, asks where somebody can answer, and wants one host', async () => {
    await here(bench().project, 'rm -rf tree; mkdir tree');
    expect((await pull()).code).toBe(64);
    expect((await pull('--yes')).code).toBe(0);
    expect(await textHere('tree/a.txt')).toBe('one');
    expect((await bench().run(['platform', 'pull', 'no-such', '--yes'])).code).toBe(1);
  });
});

describe('of a hostile host', () => {
  test('nothing special comes, nothing is written elsewhere, nothing reaches the terminal raw', async () => {
    await onHost(
      String.raw`mkfifo fifo; mknod dev c 1 3; rm -r sub; ln -s /tmp sub; printf x >"$(printf 'esc\033[31m')"; printf x >"$(printf 'raw\377')"; printf x >"$(printf 'new\nline')"; printf x >-rf; ln -s ../../.. up-link`,
    );
    const { code, stderr } = await pull('--yes', '-v');
    expect([code, stderr]).toEqual([1, expect.stringContaining('sub — a conflict')]);
    // eslint-disable-next-line no-control-regex -- those are meant
    expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    expect(stderr).toContain('/opt/app/fifo is a FIFO there, and stays there');
    expect(
      await here(
        bench().project,
        `find tree ! -type f ! -type d ! -type l; readlink tree/up-link; cat tree/sub/b.txt; ls -b tree`,
      ),
    ).toBe(
      [
        '../../..',
        'b',
        '-rf',
        'a.txt',
        'c.log',
        String.raw`esc\033[31m`,
        String.raw`new\nline`,
        String.raw`raw\377`,
        'sub',
        'up-link',
        'var',
      ].join('\n'),
    );
  });

  const lie = async (program: string, script: string): Promise<void> => {
    await bench()
      .host(1)
      .must(
        `cat >/usr/local/sbin/${program} && chmod 755 /usr/local/sbin/${program}`,
        `#!/bin/sh\n${script}\n`,
      );
  };
  const honest = (program: string): Promise<string> =>
    bench().host(1).must(`rm -f /usr/local/sbin/${program}`);

  test.each(['./../../outside/x', '/etc/x', './a/../../../outside/x', './a.txt/x'])(
    'a list with %s is refused',
    async (name) => {
      await onHost('echo two >>a.txt');
      const before = await local();
      await lie(
        'find',
        `/usr/bin/find "$@"; r=$?; case "$*" in *'-xdev'*) printf 'f 644 root:root 3 1.5 1 %s\\0\\0' '${name}';; esac; exit $r`,
      );
      const { code, stderr } = await pull('--yes');
      await honest('find');
      expect([code, stderr]).toEqual([4, expect.stringContaining('makes no sense')]);
      expect(await local()).toBe(before);
    },
  );

  test.each([
    ['more', 'printf "more than that"', 'something else than it was asked for|changed while it was read'],
    [
      'less',
      'exit 0',
      'something else than it was asked for|not all of it arrived|changed while it was read',
    ],
  ])('contents of %s bytes than it said are refused', async (_, script, why) => {
    await onHost('head -c 300000 /dev/zero >big');
    const before = await local();
    await lie('dd', script === 'exit 0' ? script : `/usr/bin/dd "$@"; ${script}`);
    const { code, stderr } = await pull('--yes');
    await honest('dd');
    expect([code, stderr]).toEqual([1, expect.stringMatching(why)]);
    expect(await local()).toBe(before);
    expect(await here(bench().project, 'ls -A | grep -c "^\\.tree" || true')).toBe('0');
  });

  test('a file that becomes a link while it is read is not followed', async () => {
    await onHost('echo new >n');
    await lie('dd', `rm -f ./n; ln -s /etc/shadow ./n; exec /usr/bin/dd "$@"`);
    const { code } = await pull('--yes');
    await honest('dd');
    expect([code, await here(bench().project, 'ls tree')]).toEqual([1, 'a.txt\nc.log\nsub\nvar']);
    expect(await textsOf(bench().host(1), app)).not.toHaveProperty('n');
  });
});
