import { expect, test } from '@jest/globals';
import { here, source, textsOf } from './support/trees.ts';
import { hostPlan, useWorkbench } from './support/workbench.ts';
import type { Entry } from './support/workbench.ts';

const bench = useWorkbench({ count: 1 });
const app = '/opt/app';
const tree = (more: Entry = {}): Entry => ({ trees: [{ source: 'tree', path: app, delete: true, ...more }] });
const files = { 'a.txt': 'a\n', 'sub/b.txt': 'b\n', 'sub/c.txt': 'c\n' };

/** Has the host tell which files are read for their hash, past `/run/hashed`. */
async function watchHashes(): Promise<() => Promise<string>> {
  const program = '/usr/local/bin/sha256sum';
  const text = '#!/bin/sh\nprintf "%s\\n" "$@" >>/run/hashed\nexec /usr/bin/sha256sum "$@"\n';
  await bench().host(1).must(`cat >${program}; chmod 755 ${program}`, text);
  return () => bench().host(1).must("touch /run/hashed; grep '^\\./' /run/hashed | sort; rm /run/hashed");
}

async function changes(): Promise<readonly unknown[]> {
  const { reasons = [], changes: found } = hostPlan(await bench().plan());
  const words = found.flatMap(({ differences }) =>
    differences.flatMap((one) =>
      'to' in one && typeof one.to === 'string' ? [`${one.field}: ${one.to}`] : [],
    ),
  );
  return [...reasons, ...words];
}

test('what a run put there is not read again, whatever else is', async () => {
  const { declare, apply, host, project } = bench();
  await source(project, files);
  await declare([], tree());
  await apply();
  const hashed = await watchHashes();
  expect([await changes(), await hashed()]).toEqual([[], '']);
  await source(project, { ...files, 'sub/b.txt': 'B\n', 'new/d.txt': 'd\n', 'e.txt': 'e\n' });
  expect((await apply()).code).toBe(0);
  await hashed();
  expect([await changes(), await hashed()]).toEqual([[], '']);
  await host(1).must(`cd ${app}; cp -p a.txt copy && mv copy a.txt; chmod 600 sub/c.txt; echo own >own.txt`);
  expect([await changes(), await hashed()]).toEqual([
    ['owner or mode: 1 file (2 bytes): sub/c.txt'],
    './a.txt\n./sub/c.txt\n',
  ]);
});

test.each([
  ['written over', 'printf X >FILE'],
  ['replaced by a rename', 'printf "X\\n" >other && touch -r FILE other && mv other FILE'],
  ['written by its owner', 'chown deploy FILE && setpriv --reuid deploy --clear-groups sh -c "echo X >FILE"'],
])('contents %s, with the size and the time of before, are seen', async (_, how) => {
  const { declare, apply, host, project } = bench();
  await source(project, files);
  await declare([], tree());
  await apply();
  await source(project, { ...files, 'sub/b.txt': 'B\n' });
  await apply();
  const names = ['a.txt', 'sub/b.txt'];
  for (const name of names)
    await host(1).must(
      `cd ${app}; time=$(stat -c %.Y ${name}); ${how.replaceAll('FILE', name)}; printf '\\n' | dd of=${name} bs=1 seek=1 conv=notrunc status=none; touch -d "@$time" ${name}`,
    );
  expect(await changes()).toEqual([`changed: 2 files (4 bytes): ${names.join(', ')}`]);
  expect((await apply()).code).toBe(0);
  expect(await textsOf(host(1), app)).toEqual({ 'a.txt': 'a', 'sub/b.txt': 'B', 'sub/c.txt': 'c' });
  expect(await changes()).toEqual([]);
});

test('a damaged list of prints, and none, cost time only; a rollback is seen as what it is', async () => {
  const { declare, apply, run, host, project } = bench();
  await source(project, files);
  await declare([], tree());
  await apply();
  await source(project, { ...files, 'a.txt': 'A\n' });
  await apply();
  for (const harm of ['head -c 999 /dev/urandom >"$f"', ': >"$f"', 'rm "$f"']) {
    await host(1).must(`for f in /var/lib/fleetwright/trees/*.prints; do ${harm}; done`);
    expect(await changes()).toEqual([]);
  }
  expect((await run(['rollback', 'last', '--yes'])).code).toBe(0);
  expect(await changes()).toEqual(['changed: 1 file (2 bytes): a.txt']);
  expect((await apply()).code).toBe(0);
  expect(await changes()).toEqual([]);
});

test('what is compared there is told apart whatever it is called', async () => {
  const { declare, apply, project } = bench();
  const odd = ["$'x\\n\\ty'", "' f 644 @ 1 .'", "'-n'", "$'\\xff. '", "'.. '"];
  await source(project, files);
  await here(project, `cd tree; for n in ${odd.join(' ')}; do printf 1 >"./$n"; ln -s "x $n" "./l$n"; done`);
  await declare([], tree({ owner: 'deploy:deploy' }));
  await apply();
  expect(await changes()).toEqual([]);
  for (const name of odd) {
    await here(project, `cd tree; printf 22 >./${name}; ln -sfn other ./l${name}`);
    expect(await changes()).not.toEqual([]);
    expect((await apply()).code).toBe(0);
    expect(await changes()).toEqual([]);
  }
});

test('what else lies there is no difference unless it is ours or nothing else may', async () => {
  const { declare, apply, host, project } = bench();
  await source(project, files);
  await declare([], tree());
  await apply();
  await host(1).must(`mkdir ${app}/sub/own; echo 1 >${app}/sub/own/x; mkfifo ${app}/pipe`);
  expect(await changes()).toEqual([]);
  await source(project, { 'a.txt': 'a\n', 'sub/b.txt': 'b\n' });
  expect(await changes()).toEqual(['deleted: 1 file (2 bytes): sub/c.txt']);
  await source(project, files);
  await declare([], tree({ delete: 'all' }));
  expect(await changes()).toEqual(['deleted: 1 file, 1 directory (2 bytes): sub/own/, sub/own/x']);
  await host(1).must(`rm ${app}/a.txt; mkfifo ${app}/a.txt`);
  expect(hostPlan(await bench().plan()).reasons).toEqual([expect.stringContaining('is a FIFO')]);
});

test('a mount point in place of a directory is blocked', async () => {
  const { declare, apply, plan, host, project } = bench();
  await source(project, files);
  await declare([], tree());
  await apply();
  await host(1).must(`mount -t tmpfs -o mode=755 none ${app}/sub`);
  expect(hostPlan(await plan()).reasons).toEqual([expect.stringContaining('is a mount point')]);
  await host(1).must(`umount ${app}/sub`);
  expect(await changes()).toEqual([]);
});
