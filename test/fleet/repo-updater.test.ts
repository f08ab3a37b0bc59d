import { expect, test } from '@jest/globals';
import { listing } from './support/ask.ts';
import { checkout, updaterOn } from './support/updater.ts';
import type { Updater } from './support/updater.ts';
import { useWorkbench } from './support/workbench.ts';

const bench = useWorkbench({ count: 1 });
const begin = async (): Promise<Updater> => updaterOn(bench().host(1));
const service = (what: string): Promise<string> =>
  bench()
    .host(1)
    .must(
      'cat >/etc/systemd/system/app.service; systemctl daemon-reload',
      `[Service]\nWorkingDirectory=${checkout}\nExecStart=${what}\n`,
    );

test('it clones, follows, and touches nothing when there is nothing new', async () => {
  const { run, commit, text, head, status, history } = await begin();
  const first = await run('--why', 'apply', '--first');
  expect([first.code, first.stderr, await text('version')]).toEqual([0, '', 'one\n']);
  expect(await bench().host(1).must(`stat -c %U ${checkout} ${checkout}/.git/HEAD`)).toBe('deploy\ndeploy\n');
  const before = await listing(bench().host(1), '/opt');
  expect((await run('--why', 'timer')).code).toBe(0);
  expect(await listing(bench().host(1), '/opt')).toEqual(before);
  const two = await commit({ version: 'two\n' });
  expect((await run('--why', 'timer')).code).toBe(0);
  expect([await text('version'), await head()]).toEqual(['two\n', two]);
  expect(await status()).toMatchObject({
    result: 'updated',
    commit: two,
    last_good: two,
    behind: '0',
    running: 'no',
  });
  expect((await history()).map(({ result, why, to }) => [why, result, to === two])).toEqual([
    ['apply', 'updated', false],
    ['timer', 'current', false],
    ['timer', 'updated', true],
  ]);
  const journal = await bench()
    .host(1)
    .must(`journalctl --sync; journalctl -o json REPO=app NEW=${two} RESULT=updated -n 1`);
  expect(JSON.parse(journal)).toMatchObject({ WHY: 'timer', MESSAGE: `app: updated to ${two}` });
  expect(
    await bench().host(1).must('stat -c %a /var/log/fleetwright/app.*; stat -c %a /var/lib/fleetwright'),
  ).toBe('644\n644\n700\n');
});

test('local changes are stashed, refused or discarded; what is ignored stays', async () => {
  const { run, commit, policy, text, head, upstream } = await begin();
  const { host } = bench();
  await run('--first');
  const edit = `cd ${checkout}; echo mine >version; echo mine >new; echo mine >my.db; chown deploy version new my.db`;
  await host(1).must(edit);
  await commit({ version: 'two\n', new: 'theirs\n' });
  await policy('local_changes=refuse');
  const refused = await run();
  expect([refused.code, refused.stdout]).toEqual([12, expect.stringContaining('there are local changes')]);
  expect(await text('version')).toBe('mine\n');
  await policy('local_changes=stash');
  expect((await run()).code).toBe(0);
  expect([await text('version'), await text('new'), await text('my.db')]).toEqual([
    'two\n',
    'theirs\n',
    'mine\n',
  ]);
  const git = `git -c safe.directory='*' -C ${checkout}`;
  expect(await host(1).must(`${git} stash list; ${git} show stash@{0}:version stash@{0}^3:new`)).toMatch(
    /^stash@\{0\}: On main: fleetwright \S+ at [0-9a-f]{40}\nmine\nmine\n$/,
  );
  await commit({ version: 'three\n' });
  await host(1).must(edit.replace('>new', '>newer').replace(' new ', ' newer '));
  await policy('local_changes=discard');
  expect((await run()).code).toBe(0);
  expect([await text('version'), await text('my.db')]).toEqual(['three\n', 'mine\n']);
  expect((await host(1).exec(`ls ${checkout}/newer`)).code).not.toBe(0);
  const now = await head();
  await commit({ 'my.db': 'theirs\n' }, '');
  await bench()
    .host(1)
    .must('cd /srv/work; echo theirs >my.db; git add -f my.db; git commit -qm db; git push -q origin HEAD');
  const kept = await run();
  expect([kept.code, kept.stdout]).toEqual([12, expect.stringContaining('ignored and in use here: my.db')]);
  expect([await head(), await text('my.db')]).toEqual([now, 'mine\n']);
  // A directory that is ignored where a file comes, and the other way round.
  const own = ['all.db/data', 'one.db'];
  await host(1).must(
    `cd ${checkout}; mkdir all.db; echo mine | tee ${own.join(' ')}; chown -R deploy all.db one.db`,
  );
  for (const theirs of ['all.db', 'one.db/data']) {
    await upstream(`git rm -qr --ignore-unmatch my.db all.db one.db; mkdir -p "$(dirname ${theirs})"
      echo theirs >${theirs}; git add -f ${theirs}; git commit -qm db; git push -q origin HEAD`);
    const left = await run();
    expect([left.code, left.stdout]).toEqual([12, expect.stringContaining('ignored and in use here')]);
    expect(await Promise.all(own.map(text))).toEqual(['mine\n', 'mine\n']);
  }
});

test('local commits get a name, and the branch goes on where upstream is', async () => {
  const { run, commit, text, head } = await begin();
  await run('--first');
  const git = `setpriv --reuid deploy --clear-groups git -C ${checkout} -c user.name=d -c user.email=d@e`;
  await bench().host(1).must(`${git} commit -q --allow-empty -m own`);
  const own = await head();
  const two = await commit({ version: 'two\n' });
  expect((await run()).code).toBe(0);
  expect([await head(), await text('version')]).toEqual([two, 'two\n']);
  expect(await bench().host(1).must(`${git} rev-parse fleetwright/${own}; ${git} symbolic-ref HEAD`)).toBe(
    `${own}\nrefs/heads/main\n`,
  );
});

test('tags, ranges of versions and commits', async () => {
  const { run, commit, policy, text, upstream, head } = await begin();
  const tag = (name: string): Promise<string> =>
    upstream(`git tag -a -m x ${name}; git push -q origin ${name}`);
  for (const version of ['v1.2.0', 'v1.9.0', 'v1.10.0', 'v2.0.0-rc1', 'v2.0.0', 'v2.1.0-rc1'])
    await commit({ version: `${version}\n` }).then(() => tag(version));
  await policy('version=>=1.2 <2');
  expect((await run('--first')).code).toBe(0);
  expect(await text('version')).toBe('v1.10.0\n');
  await policy('tag=v2.0*');
  expect((await run()).code).toBe(0);
  expect(await text('version')).toBe('v2.0.0\n');
  const pinned = (await upstream('git rev-parse v2.1.0-rc1^{commit}')).trim();
  await policy(`commit=${pinned}`);
  expect((await run()).code).toBe(0);
  expect(await head()).toBe(pinned);
  await upstream('mv /srv/app.git /srv/gone.git');
  expect((await run()).code).toBe(0);
  await policy('tag=nothing-*');
  expect((await run()).code).toBe(10);
});

test('a branch and a tag of one name, and refs that look like options, are told apart', async () => {
  const { run, commit, text, upstream } = await begin();
  await run('--first');
  await commit({ version: 'tagged\n' });
  await upstream('git tag both; git push -q origin refs/tags/both; git reset -q --hard HEAD^');
  await upstream(
    'git checkout -q -b both; echo branched >version; git commit -qam b; git push -q origin refs/heads/both',
  );
  const unclear = await run('--to', 'both');
  expect([unclear.code, unclear.stdout]).toEqual([
    10,
    expect.stringContaining('say tags/both or heads/both'),
  ]);
  expect((await run('--to', 'tags/both')).code).toBe(0);
  expect(await text('version')).toBe('tagged\n');
  expect((await run('--to', 'heads/both')).code).toBe(0);
  expect(await text('version')).toBe('branched\n');
  expect((await run('--to', '--upload-pack=touch /tmp/x')).code).toBe(64);
});

test('a commit that a service does not live with is taken back, and waits for another', async () => {
  const { run, commit, policy, text, status, call } = await begin();
  const { host } = bench();
  await commit({ 'run.sh': 'sleep infinity\n' });
  await service('/bin/sh run.sh');
  await policy('restart=app.service', 'settle=1', 'after_rollback=echo "$RESULT" >/tmp/rolled');
  expect((await run('--first')).code).toBe(0);
  const good = (await status()).commit;
  const bad = await commit({ 'run.sh': 'exit 1\n' });
  expect((await run('--why', 'timer')).code).toBe(12);
  expect([
    await text('run.sh'),
    await host(1).must('systemctl is-active app.service; cat /tmp/rolled'),
  ]).toEqual(['sleep infinity\n', 'active\nrolled-back\n']);
  expect(await status()).toMatchObject({ commit: good, result: 'rolled-back', quarantined: bad });
  expect((await run('--why', 'timer')).code).toBe(17);
  expect((await run('--why', 'timer')).code).toBe(17);
  await call('resume', 'app');
  expect((await run('--why', 'timer')).code).toBe(12);
  const next = await commit({ 'run.sh': 'exec sleep infinity\n' });
  expect((await run('--why', 'timer')).code).toBe(0);
  expect(await status()).toMatchObject({ commit: next, result: 'updated' });
  expect((await status()).quarantined).toBeUndefined();
  expect((await call('back', 'app')).code).toBe(0);
  expect(await status()).toMatchObject({ commit: good, quarantined: next });
  expect((await run('--why', 'timer')).code).toBe(17);
  expect(await host(1).must('systemctl is-active app.service')).toBe('active\n');
});

test('checks and hooks decide, too; hooks run as the owner and are told what happens', async () => {
  const { run, commit, policy, text, head } = await begin();
  const { host } = bench();
  await run('--first');
  const before = await head();
  await policy('command=test "$(cat version)" != two');
  await commit({ version: 'two\n' });
  expect([(await run()).code, await text('version')]).toEqual([12, 'one\n']);
  await policy('before_update=exit 3', 'on_failure=id -un >/tmp/failed');
  const three = await commit({ version: 'three\n' });
  const refused = await run();
  expect([refused.code, refused.stdout]).toEqual([
    12,
    expect.stringContaining('before_update failed with code 3'),
  ]);
  expect([await text('version'), await host(1).must('cat /tmp/failed')]).toEqual(['one\n', 'deploy\n']);
  await policy(
    'after_update=echo "$REPO $OLD $NEW" >/tmp/told; id -un >>/tmp/told',
    'build=echo "$(cat version)" >built.db',
  );
  expect((await run()).code).toBe(0);
  expect(await host(1).must('cat /tmp/told')).toBe(`app ${before} ${three}\ndeploy\n`);
  expect(await text('built.db')).toBe('three\n');
});

test('a package of Python is built when what goes into it has changed, and only then', async () => {
  const { run, commit, policy } = await begin();
  const { host } = bench();
  const setup = "from setuptools import setup\nsetup(name='thing', version='1', py_modules=['thing'])\n";
  await commit({ 'setup.py': setup, 'thing.py': 'print("one")\n', 'requirements.txt': '' });
  await policy('venv=.venv', 'requirements=requirements.txt', 'editable=true', 'timeout=120');
  const first = await run('--first');
  expect([first.code, first.stdout]).toEqual([0, expect.stringContaining('making the virtual environment')]);
  const python = 'cd /; setpriv --reuid deploy --clear-groups /opt/app/.venv/bin/python -m thing';
  expect(await host(1).must(python)).toBe('one\n');
  await commit({ 'thing.py': 'print("two")\n' });
  const second = await run();
  expect([second.code, await host(1).must(python)]).toEqual([0, 'two\n']);
  expect(second.stdout).not.toContain('installing');
  await commit({ 'requirements.txt': 'nothing-of-that-name-is-here @ file:///nowhere\n' });
  expect((await run()).code).toBe(12);
  expect(await host(1).must(python)).toBe('two\n');
});

test('releases: a link that changes at once, a number of them kept', async () => {
  const { run, commit, policy, text } = await begin();
  const { host } = bench();
  await policy('layout=releases', 'keep=2', 'build=test "$(cat version)" != bad; cp version built');
  await commit({ '.gitattributes': 'version export-ignore\n' });
  expect((await run('--first')).code).toBe(0);
  expect([await text('built'), await host(1).must(`readlink ${checkout}`)]).toEqual([
    'one\n',
    expect.stringMatching(/^app\.releases\/[0-9a-f]{40}\n$/),
  ]);
  for (const version of ['two\n', 'three\n', 'four\n']) {
    await commit({ version });
    expect((await run()).code).toBe(0);
    expect(await text('built')).toBe(version);
  }
  await policy('layout=releases', 'keep=2', 'build=exit 1');
  await commit({ version: 'bad\n' });
  expect([(await run()).code, await text('built')]).toEqual([12, 'four\n']);
  await policy('layout=releases', 'keep=2');
  await commit({ version: 'six\n' });
  expect((await run()).code).toBe(0);
  expect(await host(1).must(`ls ${checkout}.releases | wc -l`)).toBe('2\n');
});
