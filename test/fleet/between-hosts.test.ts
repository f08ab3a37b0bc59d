import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { linksTo, show, stateOf, unitsIn } from './support/ask.ts';
import type { FleetHost } from './support/fleet-host.ts';
import type { RunResult } from './support/fleetwright.ts';
import { sleeper, useWorkbench } from './support/workbench.ts';

const bench = useWorkbench({
  count: 2,
  project: {
    files: { 'fleetwright.yaml': 'inventory: inventory.yaml\npatterns: { platform: ["*acme*"] }\n' },
  },
});

beforeEach(async () => {
  for (const name of ['.fleetwright', 'backups', 'pulled'])
    await rm(join(bench().project.dir, name), { recursive: true, force: true });
});

/** Installs units past the program under test. */
async function install(host: FleetHost, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await host.must(['sh', '-c', 'mkdir -p "${1%/*}" && cat >"$1"', 'sh', `${unitsIn}/${path}`], text);
  }
  await host.must('systemctl daemon-reload');
}

async function textAt(host: FleetHost, path: string): Promise<string | undefined> {
  const { code, stdout } = await host.exec(['cat', `${unitsIn}/${path}`]);
  return code === 0 ? stdout : undefined;
}

function units(...words: readonly string[]): Promise<RunResult> {
  return bench().run(['units', ...words]);
}

/** Runs it, and throws with what it said when it did not end as it should. */
async function done(code: number, ...words: readonly string[]): Promise<RunResult> {
  const result = await units(...words);
  if (result.code !== code) throw new Error(`code ${result.code}\n${result.stdout}\n${result.stderr}`);
  return result;
}

const braces = '[Service]\nExecStart=/bin/sleep infinity\nEnvironment="F={{.ID}} {% if %} {{{"\n';

async function platformOn(host: FleetHost): Promise<void> {
  await install(host, {
    'acme-web.service': sleeper(),
    'acme-web.service.d/10-key.conf': '[Service]\nEnvironment=KEY=secret\n',
    'acme-worker@.service': sleeper(),
    'acme-off.service': braces,
  });
  await host.must(`chmod 600 ${unitsIn}/acme-web.service.d/10-key.conf`);
  await host.must('systemctl enable --now acme-web.service acme-worker@a.service acme-worker@b.service');
}

describe('push', () => {
  test('brings files, drop-ins, instances and states to another host; a second time there is nothing to do', async () => {
    const { host, project } = bench();
    await platformOn(host(1));
    await install(host(2), { 'acme-web.service': sleeper('Nice=5'), 'acme-other.service': sleeper() });

    const rehearsal = await done(0, 'push', 'host-2', '--from', 'host-1', '--dry-run');
    expect(rehearsal.stdout).toContain('-Nice=5');
    expect(await textAt(host(2), 'acme-worker@.service')).toBeUndefined();

    const pushed = await done(0, 'push', 'host-2', '--from', 'host-1', '--force');
    expect(await textAt(host(2), 'acme-web.service')).toBe(sleeper());
    expect(await textAt(host(2), 'acme-off.service')).toBe(braces);
    const key = `${unitsIn}/acme-web.service.d/10-key.conf`;
    expect(await host(2).must(`stat -c '%a %U' ${key}`)).toBe('600 root\n');
    for (const unit of ['acme-web.service', 'acme-worker@a.service', 'acme-worker@b.service']) {
      expect([unit, await stateOf(host(2), unit)]).toEqual([unit, 'active']);
      expect(await linksTo(host(2), unit)).toEqual([`multi-user.target.wants/${unit}`]);
    }
    expect(await textAt(host(2), 'acme-other.service')).toBe(sleeper());

    const place = /backup: (\S+)/.exec(pushed.stderr)?.[1] ?? '';
    expect(await readFile(join(project.dir, place, 'host-2/acme-web.service'), 'utf8')).toContain('Nice=5');
    expect((await done(0, 'push', 'host-2', '--from', 'host-1', '--force')).stderr).not.toContain('backup:');
    // A backup is a source like any other.
    await done(0, 'push', 'host-2', '--from', join(place, 'host-2'), '--force');
    expect(await textAt(host(2), 'acme-web.service')).toContain('Nice=5');
  });

  test('brings what a pull wrote as it was there, in the batches that are asked for', async () => {
    const { host } = bench();
    await platformOn(host(1));
    await done(0, 'pull', 'host-1');
    const push = ['push', 'host-1', 'host-2', '--from', 'pulled/host-1', '--batches', '1', '--force'];
    await install(host(1), { 'acme-web.service': sleeper('Nice=5') });
    const { stderr } = await done(0, ...push);
    expect(stderr).toContain('In 2 batches (1 + 1 hosts)');
    const key = `${unitsIn}/acme-web.service.d/10-key.conf`;
    expect(await host(2).must(`stat -c '%a %U' ${key}`)).toBe('600 root\n');
    for (const number of [1, 2]) {
      expect(await textAt(host(number), 'acme-off.service')).toBe(braces);
      expect(await textAt(host(number), 'acme-web.service')).toBe(sleeper());
    }
    expect(await stateOf(host(2), 'acme-worker@b.service')).toBe('active');
    expect((await done(0, 'diff', 'host-1', 'host-2')).stdout).toContain('no difference');
  });

  test('--files-only leaves states alone', async () => {
    const { host } = bench();
    await platformOn(host(1));
    await done(0, 'push', 'host-2', '--from', 'host-1', '--files-only', '--force');
    expect(await stateOf(host(2), 'acme-web.service')).toBe('inactive');
    expect(await linksTo(host(2), 'acme-web.service')).toEqual([]);
  });
});

describe('pull', () => {
  test('writes files and a playbook whose plan is empty; a second pull changes no byte', async () => {
    const { host, run, project } = bench();
    await platformOn(host(1));
    const dir = join(project.dir, 'pulled/host-1');
    expect((await done(0, 'pull', 'host-1', '--dry-run')).stderr).toContain('acme-web.service');
    await expect(stat(dir)).rejects.toThrow('ENOENT');

    expect((await done(0, 'pull', 'host-1')).stdout).toBe('pulled/host-1\n');
    const plan = await run(['plan', 'pulled/host-1/playbook.yaml', '--json']);
    expect((JSON.parse(plan.stdout) as { summary: object }).summary).toMatchObject({
      converged: 1,
      steps: 0,
    });
    expect(await readFile(join(dir, 'playbook.yaml'), 'utf8')).toContain('instances: [a, b]');
    expect((await stat(join(dir, 'units/acme-web.service.d/10-key.conf'))).mode & 0o777).toBe(0o600);

    const before = await listed(dir);
    expect((await done(0, 'pull', 'host-1')).stderr).toContain('none changed');
    expect(await listed(dir)).toEqual(before);

    await install(host(1), { 'acme-web.service': sleeper('Nice=1') });
    await host(1).must(`rm ${unitsIn}/acme-off.service && systemctl daemon-reload`);
    await done(0, 'pull', 'host-1');
    expect(await readFile(join(dir, 'units/acme-web.service'), 'utf8')).toContain('Nice=1');
    await expect(stat(join(dir, 'units/acme-off.service'))).rejects.toThrow('ENOENT');
  });

  test('writes only where a pull has written before', async () => {
    const { host, project } = bench();
    await platformOn(host(1));
    await project.write('mine/notes.txt', 'mine');
    expect((await done(1, 'pull', 'host-1', '--to', 'mine')).stderr).toContain('no pull wrote it');
    expect(await readdir(join(project.dir, 'mine'))).toEqual(['notes.txt']);
    await done(0, 'pull', 'host-1', '--to', 'theirs');
    await project.write('theirs/units/notes.txt', 'mine');
    expect((await done(1, 'pull', 'host-1', '--to', 'theirs', '--match', '*web*')).stderr).toContain(
      'notes.txt',
    );
  });

  test('--install shows the whole difference as a plan, and carries it out', async () => {
    const { host } = bench();
    await platformOn(host(1));
    const shown = await done(0, 'pull', 'host-1', '--install', '--with', 'host-2', '--dry-run');
    expect(shown.stdout).toContain('+ExecStart=/bin/sleep infinity');
    expect(await textAt(host(2), 'acme-web.service')).toBeUndefined();
    await done(64, 'pull', 'host-1', '--install', '--with', 'host-2');
    await done(0, 'pull', 'host-1', '--install', '--with', 'host-2', '--yes');
    expect(await stateOf(host(2), 'acme-web.service')).toBe('active');
  });

  test('what a host calls its files leads nowhere, and is shown, not sent', async () => {
    const { host, project } = bench();
    const drops = `${unitsIn}/acme-web.service.d`;
    await install(host(1), { 'acme-web.service': sleeper(), 'acme-web.service.d/ok.conf': '[Unit]\n' });
    await host(1).must([
      'sh',
      '-c',
      `cd ${drops} && printf '' >"$1" && ln -s /etc/shadow shadow.conf`,
      'sh',
      'a\u001b[31m.conf',
    ]);
    await host(1).must(`ln -s ../../../../etc ${unitsIn}/acme-link.service; systemctl daemon-reload`);
    const pulled = await done(0, 'pull', 'host-1', '--to', 'odd');
    expect(pulled.stderr).toContain('shadow.conf');
    expect(pulled.stderr + pulled.stdout).not.toContain('\u001b');
    const files = (await listed(join(project.dir, 'odd'))).map((line) => line.split(' ')[0]);
    expect(files).toEqual(['playbook.yaml', 'units', 'units/acme-web.service']);
  });
});

/** Paths with times and sizes: the same listing, nothing written. */
async function listed(dir: string): Promise<readonly string[]> {
  const names = (await readdir(dir, { recursive: true })).sort();
  return Promise.all(
    names.map(async (name) => {
      const { mtimeMs, size } = await stat(join(dir, name));
      return `${name} ${mtimeMs} ${size}`;
    }),
  );
}

describe('sync', () => {
  const sync = (code: number, ...flags: readonly string[]): Promise<RunResult> =>
    done(code, 'sync', 'host-2', '--with', 'host-1', '--yes', ...flags);

  test('moves what changed on one side to the other, both ways', async () => {
    const { host } = bench();
    await install(host(1), { 'acme-one.service': sleeper(), 'acme-both.service': sleeper() });
    await install(host(2), { 'acme-two.service': sleeper(), 'acme-both.service': sleeper() });
    await sync(0);
    expect(await textAt(host(1), 'acme-two.service')).toBe(sleeper());
    expect(await textAt(host(2), 'acme-one.service')).toBe(sleeper());

    await install(host(1), { 'acme-both.service': sleeper('Nice=1') });
    await install(host(2), { 'acme-one.service.d/x.conf': '[Service]\nNice=2\n' });
    await host(2).must('systemctl enable --now acme-two.service');
    await sync(0);
    expect(await textAt(host(2), 'acme-both.service')).toBe(sleeper('Nice=1'));
    expect(await textAt(host(1), 'acme-one.service.d/x.conf')).toBe('[Service]\nNice=2\n');
    expect(await show(host(1), 'acme-two.service', 'ActiveState', 'UnitFileState')).toEqual({
      ActiveState: 'active',
      UnitFileState: 'enabled',
    });
    expect((await sync(0)).stderr).toContain('Nothing to move');
  });

  test('lists a conflict and leaves it, does the rest, and lets --prefer settle it', async () => {
    const { host } = bench();
    await install(host(1), { 'acme-a.service': sleeper(), 'acme-b.service': sleeper() });
    await sync(0);
    await install(host(1), { 'acme-a.service': sleeper('Nice=1'), 'acme-b.service': sleeper('Nice=1') });
    await install(host(2), { 'acme-a.service': sleeper('Nice=2') });
    const first = await sync(1);
    expect(first.stderr).toContain('+Nice=1');
    expect(first.stderr).toContain('+Nice=2');
    expect(await textAt(host(2), 'acme-a.service')).toBe(sleeper('Nice=2'));
    expect(await textAt(host(2), 'acme-b.service')).toBe(sleeper('Nice=1'));

    expect((await sync(1, '--json')).stdout).toContain('"conflicts":[{"name":"acme-a.service"');
    await sync(0, '--prefer', 'remote', '--dry-run');
    await sync(1);
    await sync(0, '--prefer', 'remote');
    expect(await textAt(host(1), 'acme-a.service')).toBe(sleeper('Nice=2'));
    await sync(0);
  });

  test('takes deletions along only with --delete, and never against a change', async () => {
    const { host } = bench();
    const names = ['acme-a.service', 'acme-b.service'];
    await install(host(1), Object.fromEntries(names.map((name) => [name, sleeper()])));
    await sync(0);
    for (const name of names) await host(2).must(`rm ${unitsIn}/${name}`);
    await host(2).must('systemctl daemon-reload');
    await install(host(1), { 'acme-b.service': sleeper('Nice=1') });
    const kept = await sync(1);
    expect(kept.stderr).toContain('acme-a.service was deleted on host-2');
    expect(await textAt(host(1), 'acme-a.service')).toBe(sleeper());
    await sync(1, '--delete');
    expect(await textAt(host(1), 'acme-a.service')).toBeUndefined();
    expect(await textAt(host(1), 'acme-b.service')).toBe(sleeper('Nice=1'));
    await sync(0, '--prefer', 'local');
    expect(await textAt(host(2), 'acme-b.service')).toBe(sleeper('Nice=1'));
  });

  test('keeps what both last agreed on while one side cannot follow', async () => {
    const { host, project } = bench();
    await install(host(1), { 'acme-a.service': sleeper() });
    await sync(0);
    await install(host(1), { 'acme-a.service': sleeper('Nice=1'), 'acme-b.service': sleeper() });
    await host(2).must(`mkdir ${unitsIn}/acme-b.service`);
    await sync(3);
    expect(await readdir(join(project.dir, '.fleetwright/sync/host-1+host-2'))).toEqual(['base-1']);
    expect(await textAt(host(2), 'acme-a.service')).toBe(sleeper());
    await host(2).must(`rmdir ${unitsIn}/acme-b.service`);
    await sync(0);
    expect(await textAt(host(2), 'acme-a.service')).toBe(sleeper('Nice=1'));
    expect((await bench().run(['rollback', 'last', '--yes'])).code).toBe(0);
    expect(await textAt(host(2), 'acme-a.service')).toBe(sleeper());
  });

  test('one at a time', async () => {
    const { host, project } = bench();
    await install(host(1), { 'acme-a.service': sleeper() });
    await sync(0);
    const lock = '.fleetwright/sync/host-1+host-2/lock';
    await project.write(lock, `${process.pid}\n`);
    expect((await sync(1)).stderr).toContain(`process ${process.pid}`);
    await project.write(lock, '4194304\n');
    await sync(0);
  });
});

describe('diff and promote', () => {
  test('diff tells two hosts, a host and its backup, a host and its playbook apart', async () => {
    const { host } = bench();
    await platformOn(host(1));
    await done(0, 'push', 'host-2', '--from', 'host-1', '--force');
    const place = (await done(0, 'backup', 'host-1')).stdout.trim();
    await done(0, 'pull', 'host-1');
    const detailed = '--detailed-exitcode';
    expect((await done(0, 'diff', 'host-1', 'host-2', detailed)).stdout).toContain('no difference');
    await done(0, 'diff', place, 'host-1', detailed);
    await done(0, 'diff', 'pulled/host-1/playbook.yaml', 'host-1', detailed);

    await install(host(1), { 'acme-web.service': sleeper('Nice=1'), 'acme-new.service': sleeper() });
    await host(1).must('systemctl stop acme-worker@a.service');
    // What was pulled can be held against any host, too, and brought to it.
    expect((await done(0, 'diff', 'pulled/host-1', 'host-2', detailed)).stdout).toContain('no difference');
    for (const other of ['host-2', place, 'pulled/host-1']) {
      const { stdout } = await done(2, 'diff', other, 'host-1', detailed);
      expect(stdout).toContain('+Nice=1');
      expect(stdout).toContain('active → inactive');
      expect(stdout).toContain('unit/acme-new.service');
    }
    const { stdout } = await done(0, 'diff', 'host-2', 'host-1', '--json', '--match', '*worker*');
    expect(
      (JSON.parse(stdout) as { units: readonly { name: string }[] }).units.map(({ name }) => name),
    ).toEqual(['acme-worker@a.service']);
  });

  test('promote refuses while the first host is unwell, then brings its units to the second', async () => {
    const { host, run } = bench();
    await platformOn(host(1));
    await install(host(1), { 'acme-bad.service': '[Service]\nExecStart=/bin/false\n' });
    await host(1).exec('systemctl start acme-bad.service; sleep 1');
    const promote = ['platform', 'promote', 'host-1', 'host-2', '--yes'];
    const refused = await run(promote);
    expect([refused.code, refused.stderr]).toEqual([
      3,
      expect.stringContaining('acme-bad.service has failed'),
    ]);
    await host(1).must(`rm ${unitsIn}/acme-bad.service; systemctl reset-failed; systemctl daemon-reload`);
    expect((await run(promote)).code).toBe(0);
    expect(await stateOf(host(2), 'acme-web.service')).toBe('active');
    expect((await done(0, 'diff', 'host-1', 'host-2')).stdout).toContain('no difference');
  });
});
