import { expect, test } from '@jest/globals';
import { programPath } from '../../src/kinds/repo/name.ts';
import { checkout, updaterOn } from './support/updater.ts';
import type { Updater } from './support/updater.ts';
import { until } from './support/until.ts';
import { useWorkbench } from './support/workbench.ts';

const bench = useWorkbench({ count: 1 });
const begin = async (): Promise<Updater> => updaterOn(bench().host(1));
const must = (script: string, input?: string): Promise<string> => bench().host(1).must(script, input);

/** Passes the first connection on to git's daemon; of what comes over later ones, a byte every half second. */
const drip = `
import socket, threading, time
def copy(source, target, slow):
    while True:
        data = source.recv(1 if slow else 65536)
        if not data: break
        target.sendall(data)
        if slow: time.sleep(0.5)
    target.shutdown(socket.SHUT_WR)
server = socket.socket(); server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", 9419)); server.listen(); count = 0
while True:
    client, _ = server.accept(); count += 1
    daemon = socket.create_connection(("127.0.0.1", 9418))
    threading.Thread(target=copy, args=(client, daemon, False), daemon=True).start()
    threading.Thread(target=copy, args=(daemon, client, count > 1), daemon=True).start()
`;

test('a remote that answers slowly for ever holds no service up, and leaves nothing behind', async () => {
  const { run, policy, commit, text, history } = await begin();
  await commit({ 'run.sh': 'exec sleep infinity\n' });
  await run('--first');
  await commit({ version: 'two\n' });
  // It is not asked whether it listens: the first connection is counted.
  await must(
    `cat >/run/drip.py; systemd-run -q --unit=drip python3 /run/drip.py
    until grep -q ':24CB 00000000:0000 0A' /proc/net/tcp; do sleep 0.1; done`,
    drip,
  );
  await must(`systemd-run -q --unit=git-here git daemon --base-path=/srv --export-all --reuseaddr --listen=127.0.0.1
    until git ls-remote git://127.0.0.1/app.git >/dev/null 2>&1; do sleep 0.1; done`);
  const unit = `[Service]\nExecStartPre=+/usr/local/lib/fleetwright/repo-update run app --why start
WorkingDirectory=${checkout}\nExecStart=/bin/sh run.sh\n`;
  await must('cat >/etc/systemd/system/app.service; systemctl daemon-reload', unit);
  await policy('timeout=5');
  await must("sed -i 's|^url=.*|url=git://127.0.0.1:9419/app.git|' /etc/fleetwright/repos.d/app.policy");
  const started = Date.now();
  await must('systemctl start app.service');
  expect(Date.now() - started).toBeLessThan(15_000);
  expect((await history()).at(-1)).toMatchObject({ why: 'start', result: 'unreachable', code: 10 });
  expect(await text('version')).toBe('one\n');
  await policy();
  expect((await run()).code).toBe(0);
  expect(await text('version')).toBe('two\n');
  await must('systemctl stop drip git-here app');
});

test('a host that is rebooted in the middle goes back at its next run', async () => {
  const { run, commit, policy, text, status, history } = await begin();
  await run('--first');
  const first = (await status()).commit;
  await commit({ version: 'two\n' });
  await policy('build=sleep 777');
  await must('systemd-run -q --unit=cut /usr/local/lib/fleetwright/repo-update run app --why timer');
  await until('it builds', async () => (await status()).phase === 'building');
  await bench().host(1).reboot();
  expect(await status()).toMatchObject({ running: 'no', interrupted: 'building', last_good: first });
  await policy('build=test "$(cat version)" != two');
  expect((await run()).code).toBe(12);
  expect((await history()).map(({ result }) => result)).toEqual(['updated', 'interrupted', 'rolled-back']);
  expect([await text('version'), (await status()).head]).toEqual(['one\n', first]);
});

test('a repository that grows by 500 MB: on a full disk nothing is half there, with room it comes, and no program keeps a file in memory', async () => {
  const { run, commit, policy, upstream, text, status } = await begin();
  await run('--first');
  const { host } = bench();
  // What cannot be compressed is stored once: what serves it borrows from where it was committed.
  await upstream(`git config core.bigFileThreshold 1m; git config core.compression 0
    git -C /srv/app.git config core.bigFileThreshold 1m
    echo /srv/work/.git/objects >/srv/app.git/objects/info/alternates
    for one in big bigger; do head -c 250000000 /dev/urandom >$one; done`);
  const grown = await commit({ version: 'two\n' });
  await upstream('rm big bigger');
  await policy('timeout=240');
  const frugal = `ulimit -d 131072; exec ${programPath} run app`;
  await host(1).fillDisk('/opt', 1_000_000);
  try {
    const full = await host(1).exec(frugal);
    expect([full.code, full.stdout]).toEqual([12, expect.stringContaining('No space left on device')]);
    expect(await status()).toMatchObject({ result: expect.stringMatching(/failed|rolled-back/) });
    expect(await text('version')).toBe('one\n');
    expect(
      await must(`git --no-optional-locks -c safe.directory='*' -C ${checkout} status --porcelain`),
    ).toBe('');
  } finally {
    // What is below is as it was, and has room; the small disk itself is memory.
    await must('umount /opt');
  }
  const done = await host(1).exec(frugal);
  expect([done.code, done.stdout]).toEqual([0, expect.stringContaining(`updated to ${grown}`)]);
  expect(await text('version')).toBe('two\n');
  expect(await must(`stat -c %s ${checkout}/big ${checkout}/bigger`)).toBe('250000000\n250000000\n');
}, 240_000);

test('submodules come by the addresses that the policy allows, and by no others', async () => {
  const { run, commit, policy, upstream } = await begin();
  // The owner fetches it, and git wants that what is fetched from a directory belongs to who fetches.
  await must(`cd /srv; rm -rf part; git init -q -b main part; cd part; git config user.name A; git config user.email a@b
    echo part >file; git add -A; git commit -qm part`);
  const file = '-c protocol.file.allow=always';
  await run('--first');
  await upstream(`git ${file} submodule add -q file:///srv/part part`);
  const added = await commit({ version: 'two\n' });
  await policy('submodules=true');
  await must('chown -R deploy /srv/part');
  expect((await run()).code).toBe(0);
  expect(await must(`cat ${checkout}/part/file`)).toBe('part\n');
  await must('chown -R root /srv/part; cd /srv/part; echo more >file; git commit -qam more');
  await upstream(`cd part; git ${file} fetch -q origin; git checkout -q origin/main`);
  await must('chown -R deploy /srv/part');
  await commit({ version: 'three\n' });
  const git = `setpriv --reuid deploy --clear-groups git -C ${checkout}`;
  const ext = "ext::sh -c 'touch /tmp/ext'";
  await must(`${git}/part config remote.origin.url "${ext}"; ${git} config submodule.part.url "${ext}"`);
  const refused = await run();
  expect([refused.code, refused.stdout]).toEqual([
    12,
    expect.stringContaining("transport 'ext' not allowed"),
  ]);
  expect((await bench().host(1).exec('ls /tmp/ext')).code).not.toBe(0);
  expect(await must(`git -c safe.directory='*' -C ${checkout} rev-parse HEAD`)).toBe(`${added}\n`);
});

test('releases: what git ignores is the host’s own, and goes along; what a build makes does not', async () => {
  const { run, commit, policy, text } = await begin();
  const releases = ['layout=releases', 'build=mkdir -p made; cp version made/built.db'];
  await policy(...releases);
  await commit({ '.gitignore': '*.db\n.env\n' });
  expect((await run('--first')).code).toBe(0);
  await must(
    `cd ${checkout}/; mkdir data; echo mine >data/my.db; echo key=1 >.env; chown -R deploy data; chmod 644 .env`,
  );
  const inode = await must(`stat -c %i ${checkout}/data/my.db`);
  await commit({ version: 'two\n' });
  expect((await run()).code).toBe(0);
  expect([await text('data/my.db'), await text('.env'), await text('made/built.db')]).toEqual([
    'mine\n',
    'key=1\n',
    'two\n',
  ]);
  expect(await must(`stat -c %i ${checkout}/data/my.db`)).toBe(inode);
  await commit({ version: 'three\n' });
  expect((await run()).code).toBe(0);
  expect([await text('data/my.db'), await text('made/built.db')]).toEqual(['mine\n', 'three\n']);
  await must(
    'cd /srv/work; mkdir data; echo theirs >data/my.db; git add -f data; git commit -qm db; git push -q origin HEAD',
  );
  const kept = await run();
  expect([kept.code, kept.stdout]).toEqual([12, expect.stringContaining('in use here: data/my.db')]);
  expect(await text('data/my.db')).toBe('mine\n');
});
