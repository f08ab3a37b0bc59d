import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { unitsIn } from './support/ask.ts';
import { sleeper, useWorkbench } from './support/workbench.ts';

const bench = useWorkbench({ count: 1 });

// What moves a cursor, sets a title or rings: nothing of it may reach a terminal, or a file that is shown on one.
// eslint-disable-next-line no-control-regex
const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;

/** All that lies below a directory, and of what sort. */
async function below(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map(
      (entry) =>
        `${entry.isFile() ? '' : 'odd '}${join(entry.parentPath, entry.name).slice(directory.length + 1)}`,
    )
    .sort();
}

test('files of odd names, links, devices and directories on a host become nothing here', async () => {
  const { host, run, project } = bench();
  await host(1).must(`cat >${unitsIn}/fw-a.service && mkdir ${unitsIn}/fw-a.service.d`, sleeper());
  await host(1)
    .must(`cd ${unitsIn}/fw-a.service.d && echo '# fine' >10-fine.conf && ln -s /etc/shadow 20-link.conf &&
    mknod 30-null.conf c 1 3 && mkdir 40-dir.conf &&
    printf x >"$(printf '60-\\033[2J.conf')" && printf x >"$(printf '70-a\\nb.conf')"`);
  await host(1).must(
    `cd ${unitsIn} && printf x >"$(printf 'fw-\\033]0;x.service')" && ln -s ../../shadow fw-shadow.service`,
  );
  await host(1).must('systemctl daemon-reload');
  const { code, stdout, stderr } = await run(['units', 'backup', 'all', '--match', 'fw-*']);
  const dir = join(project.dir, stdout.trim(), 'host-1');
  expect([code, await below(dir)]).toEqual([
    0,
    [
      ...['fw-a.service', 'fw-a.service.d/10-fine.conf', 'fw-a.service.state'],
      ...['fw-shadow.service.state', 'manifest.json'],
    ],
  ]);
  expect(stdout + stderr).not.toMatch(control);
  expect(stderr).toContain('host-1: fw-a.service.d/20-link.conf: not kept, it is a link');
  expect(stderr).toContain('host-1: fw-a.service.d/30-null.conf: not kept, it is no file');
  const texts = await Promise.all((await below(dir)).map((path) => readFile(join(dir, path), 'utf8')));
  expect(texts.join('')).not.toMatch(control);
  expect(texts.join('')).not.toContain('root:*');

  const pull = await run(['units', 'pull', 'host-1', '--match', 'fw-*', '--to', 'here']);
  expect([pull.code, await below(join(project.dir, 'here'))]).toEqual([
    0,
    ['playbook.yaml', 'units/fw-a.service'],
  ]);
  expect(pull.stdout + pull.stderr).not.toMatch(control);
});

test('a host that lies about its units writes nothing outside of its backup, and nothing raw', async () => {
  const { host, run, project } = bench();
  await host(1).must(`cat >${unitsIn}/fw-a.service`, sleeper());
  const units = [
    '../../../x.service',
    '/etc/passwd.service',
    '-rf.service',
    'fw-\u001b[2J.service',
    'fw-..service',
  ];
  const records = [...units, 'fw-a.service'].map((id) =>
    [
      ...[`Id=${id}`, `Names=${id}`, 'LoadState=loaded', 'ActiveState=active\u001b[2J', 'SubState=\u009b31m'],
      ...['UnitFileState=enabled\u202e', 'FragmentPath=/etc/\u0007', 'DropInPaths=/x\u001b'],
    ].join('\n'),
  );
  await host(1).must('cat >/root/lies', `${records.join('\n\n')}\n`);
  await host(1).must(
    'cat >/usr/local/bin/systemctl && chmod 755 /usr/local/bin/systemctl',
    '#!/bin/sh\ncase "$*" in *NeedDaemonReload*) cat /root/lies ;; *) exec /usr/bin/systemctl "$@" ;; esac\n',
  );
  const backup = await run(['units', 'backup', 'all', '--match', '*']);
  const place = join(project.dir, backup.stdout.trim());
  const kept = await below(place);
  expect(kept.filter((path) => path.startsWith('host-1/fw-'))).toEqual([
    ...['host-1/fw-..service.state', 'host-1/fw-a.service', 'host-1/fw-a.service.state'],
  ]);
  expect(kept).toContain('host-1/-rf.service.state');
  expect(kept.some((path) => path.includes('passwd') || path.includes('x.service'))).toBe(false);
  const status = await run(['units', 'status', 'all', '--match', '*']);
  const scan = await run(['units', 'scan', 'all', '--match', '*']);
  const json = await run(['units', 'scan', 'all', '--match', '*', '--json']);
  const install = await run(['units', 'install', backup.stdout.trim(), 'all', '--check', '--only', 'fw-*']);
  const pull = await run(['units', 'pull', 'host-1', '--match', '*', '--to', 'there']);
  const diff = await run(['units', 'diff', backup.stdout.trim(), 'host-1']);
  const said = [backup, status, scan, json, install, pull, diff]
    .map(({ stdout, stderr }) => stdout + stderr)
    .join('');
  expect(said).not.toMatch(control);
  expect(said).toContain('active\\x1b[2J');
  const pulled = await below(join(project.dir, 'there'));
  expect(
    pulled.filter((path) => !/^(?:playbook\.yaml|units\/[^/]+(?:\.d\/[^/]+\.conf)?)$/.test(path)),
  ).toEqual([]);
  const paths = [
    ...kept.map((path) => join(place, path)),
    ...pulled.map((path) => join(project.dir, 'there', path)),
  ];
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')));
  expect(texts.join('')).not.toMatch(control);
});
