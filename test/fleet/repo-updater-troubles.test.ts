import { createHmac } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { checkout, updaterOn } from './support/updater.ts';
import type { Updater } from './support/updater.ts';
import { until } from './support/until.ts';
import { useWorkbench } from './support/workbench.ts';

const bench = useWorkbench({ count: 1 });
const begin = async (): Promise<Updater> => updaterOn(bench().host(1));
const must = (script: string, input?: string): Promise<string> => bench().host(1).must(script, input);

/** Nothing listens better: connections are taken and nothing is ever said. */
const silence = `systemctl is-active -q silence || systemd-run -q --unit=silence python3 -c '
import socket, time
s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(("127.0.0.1", 9418)); s.listen(); time.sleep(900)'
  until ss -ltn 2>/dev/null | grep -q :9418 || grep -q ':24CA ' /proc/net/tcp; do sleep 0.1; done`;
const silent = 'url=git://127.0.0.1/app.git';

/** A service that asks for an update before it starts. */
async function service(name: string, more = ''): Promise<void> {
  const pre = 'ExecStartPre=+/usr/local/lib/fleetwright/repo-update run app --why start';
  const unit = `[Service]\nWorkingDirectory=${checkout}\n${pre}\nExecStart=/bin/sh run.sh\n${more}\n`;
  await must(`cat >/etc/systemd/system/${name}; systemctl daemon-reload`, unit);
}

/** Each stands still at another place of an update. */
const places: readonly (readonly [string, string, readonly string[]])[] = [
  ['preparing', 'before it was switched', ['before_update=sleep 777']],
  ['switching', 'in the middle of the checkout', []],
  ['building', 'while it was built', ['build=echo half >half.db; sleep 777']],
  ['building', 'in after_update', ['after_update=sleep 777']],
  ['restarting', 'while its health was looked at', ['command=sleep 777', 'health_timeout=600']],
];

test.each(places)('killed %s, %s: the next run finishes or goes back', async (phase, where, lines) => {
  const { run, commit, policy, text, status, history } = await begin();
  await run('--first');
  if (phase === 'switching')
    await must(
      `cd ${checkout}; setpriv --reuid deploy --clear-groups git config filter.slow.smudge 'sleep 777'`,
    );
  const attributes = phase === 'switching' ? { '.gitattributes': 'z filter=slow\n' } : {};
  const two = await commit({ ...attributes, version: 'two\n', a: 'new\n', z: 'last\n' });
  await policy(...lines);
  const cut = run();
  await until(
    where,
    async () =>
      (await status()).phase === phase && (await bench().host(1).exec("pgrep -f 'sleep 77[7]'")).code === 0,
  );
  await must('kill -KILL "$(cat /run/fleetwright/repo-app.session)"');
  await until('it has ended', async () => (await status()).running === 'no');
  expect(await status()).toMatchObject({
    interrupted: phase,
    last_good: expect.not.stringMatching(two),
  });
  await policy('url=file:///nowhere');
  await must("sed -i '/^url=file:...srv/d' /etc/fleetwright/repos.d/app.policy");
  if (phase === 'switching')
    await must(`cd ${checkout}; setpriv --reuid deploy --clear-groups git config filter.slow.smudge cat`);
  expect((await run()).code).toBe(10);
  await cut;
  expect((await bench().host(1).exec("pgrep -f 'sleep 77[7]'")).code).toBe(1);
  expect(await text('version')).toBe('one\n');
  expect(await must(`git -c safe.directory='*' -C ${checkout} status --porcelain`)).toBe('');
  expect((await history()).map(({ result }) => result)).toEqual(['updated', 'interrupted', 'unreachable']);
  await policy();
  expect((await run()).code).toBe(0);
  expect([await text('version'), await text('z')]).toEqual(['two\n', 'last\n']);
});

test('a first clone that is killed leaves nothing in the way of the next', async () => {
  const { run, policy, text, status, call } = await begin();
  await policy('build=sleep 777');
  const cut = run('--first');
  await until('it builds', async () => (await status()).phase === 'building');
  expect((await run()).code).toBe(14);
  expect((await call('remove', 'app')).code).toBe(14);
  await must('kill -KILL "$(cat /run/fleetwright/repo-app.session)"');
  await until('it has ended', async () => (await status()).running === 'no');
  await policy();
  expect((await run('--first')).code).toBe(0);
  await cut;
  expect(await text('version')).toBe('one\n');
});

test('a full disk changes nothing, and the next run does what it could not', async () => {
  const { run, commit, text } = await begin();
  await run('--first');
  await commit({ version: 'two\n', big: 'x'.repeat(500_000) });
  const fault = await bench().host(1).fillDisk('/var/lib');
  try {
    expect((await run()).code).toBeGreaterThan(9);
    expect(await text('version')).toBe('one\n');
  } finally {
    await fault.release();
  }
  expect((await run()).code).toBe(0);
  expect(await text('version')).toBe('two\n');
});

test('a remote that says nothing holds nobody up, and the next address is asked', async () => {
  const { run, policy, status, text, commit } = await begin();
  await run('--first');
  await must(silence);
  await must("sed -i '/^url=/d' /etc/fleetwright/repos.d/app.policy");
  await commit({ version: 'two\n' });
  await policy('timeout=6');
  await must(`sed -i 's|^url=.*|${silent}|' /etc/fleetwright/repos.d/app.policy`);
  const started = Date.now();
  expect((await run()).code).toBe(10);
  expect(Date.now() - started).toBeLessThan(20_000);
  expect(await status()).toMatchObject({ result: 'unreachable', code: '10' });
  await must(`echo url=file:///srv/app.git >>/etc/fleetwright/repos.d/app.policy`);
  expect((await run()).code).toBe(0);
  expect(await text('version')).toBe('two\n');
  await must('systemctl stop silence');
});

test('an address that has the names and not the contents is followed by the next', async () => {
  const { run, commit, policy, text, upstream } = await begin();
  await run('--first');
  await commit({ version: 'two\n' });
  await upstream(`rm -rf /srv/hollow.git; cp -r /srv/app.git /srv/hollow.git
    cd /srv/hollow.git; tree=$(git rev-parse 'main^{tree}'); rm -f "objects/$(printf %.2s "$tree")/\${tree#??}"`);
  await policy('url=file:///srv/hollow.git');
  await must(
    "sed -i 's|^url=file:///srv/app.git$|url=file:///srv/hollow.git|; $ s|hollow|app|' /etc/fleetwright/repos.d/app.policy",
  );
  const done = await run();
  expect([done.code, done.stdout]).toEqual([
    0,
    expect.stringContaining('could not fetch file:///srv/hollow.git'),
  ]);
  expect(await text('version')).toBe('two\n');
});

test('a remote that is itself a shallow clone is told as one', async () => {
  const { run, commit, policy } = await begin();
  await commit({ version: 'two\n' });
  await must(
    'rm -rf /srv/shallow.git; git clone -q --bare --depth 1 -b main file:///srv/app.git /srv/shallow.git',
  );
  await policy();
  await must(
    "sed -i 's|^url=file:///srv/app.git$|url=file:///srv/shallow.git|' /etc/fleetwright/repos.d/app.policy",
  );
  const none = await run('--first');
  expect([none.code, none.stdout]).toEqual([10, expect.stringContaining('it is a shallow clone itself')]);
});

test('many updates do not leave as many packs, and nothing is dropped', async () => {
  const { run, commit } = await begin();
  await run('--first');
  const mirror = '/var/lib/fleetwright/repos/app/mirror.git';
  const blob = await must(`cd ${mirror}; for i in $(seq 25); do
    blob=$(echo "$i" | git hash-object -w --stdin); echo "$blob" | git pack-objects -q objects/pack/pack >/dev/null; done
    git prune-packed; echo "$blob"`);
  await commit({ version: 'two\n' });
  expect((await run()).code).toBe(0);
  expect(Number(await must(`ls ${mirror}/objects/pack/*.pack | wc -l`))).toBeLessThan(5);
  expect(await must(`git --git-dir=${mirror} cat-file -p ${blob}`)).toBe('25\n');
});

test('before a service starts: updated once for several, and never a reason not to start', async () => {
  const { run, commit, policy, text, history } = await begin();
  await commit({ 'run.sh': 'exec sleep infinity\n' });
  await run('--first');
  const names = ['a.service', 'b.service', 'c.service'];
  for (const name of names) await service(name);
  await policy('min_interval=30', ...names.map((name) => `restart=${name}`), 'settle=1');
  await commit({ version: 'two\n' });
  await must("sed -i 's/^attempted=.*/attempted=1/' /var/lib/fleetwright/repos/app/state");
  await must(`systemctl start ${names.join(' ')}`);
  expect(await text('version')).toBe('two\n');
  expect((await history()).filter(({ why }) => why === 'start')).toHaveLength(1);
  const before = (await history()).length;
  await commit({ version: 'three\n' });
  expect((await run('--why', 'apply')).code).toBe(0);
  expect(await must(`systemctl is-active ${names.join(' ')}`)).toBe('active\nactive\nactive\n');
  expect((await history()).slice(before).map(({ why, result }) => [why, result])).toEqual([
    ['apply', 'updated'],
  ]);
  await must(silence);
  await policy('timeout=3');
  await must(`sed -i 's|^url=.*|${silent}|' /etc/fleetwright/repos.d/app.policy`);
  await must('systemctl restart a.service');
  expect((await history()).at(-1)).toMatchObject({ why: 'start', result: 'unreachable', code: 10 });
  await must('echo if_update_fails=block_start >>/etc/fleetwright/repos.d/app.policy');
  expect((await bench().host(1).exec('systemctl restart a.service')).code).not.toBe(0);
  await must('systemctl stop silence');
});

test('a service that ends again and again after what came at its start gets the commit before back', async () => {
  const { run, commit, policy, text, status } = await begin();
  await commit({ 'run.sh': 'exec sleep infinity\n' });
  await service('app.service', 'Restart=always\nRestartSec=100ms\nStartLimitIntervalSec=0\n');
  await policy('restart=app.service');
  await run('--first');
  const bad = await commit({ 'run.sh': 'sleep 0.1\nexit 1\n' });
  await must('systemctl restart app.service');
  await until('it is back', async () => (await status()).result === 'rolled-back');
  expect([await text('run.sh'), (await status()).quarantined]).toEqual(['exec sleep infinity\n', bad]);
  await until(
    'it is up',
    async () => (await must('systemctl show -p ActiveState --value app.service')) === 'active\n',
  );
});

test('paused, outside its windows, too soon', async () => {
  const { run, policy, call, status, history } = await begin();
  await run('--first');
  await call('pause', 'app', '0', 'the fair is on');
  expect((await run('--why', 'timer')).code).toBe(15);
  expect(await status()).toMatchObject({ paused: '0', paused_reason: 'the fair is on', result: 'updated' });
  await call('resume', 'app');
  const past = 'window=Mon,Tue,Wed,Thu,Fri,Sat,Sun 03:00-03:01 Nowhere/Nothing';
  await policy(past);
  expect((await run('--why', 'timer')).code).toBe(16);
  expect((await run('--why', 'timer', '--ignore-window')).code).toBe(0);
  await policy(past, 'window=00:00-12:00 UTC', 'window=12:00-00:00 UTC');
  expect((await run('--why', 'timer')).code).toBe(0);
  await policy('min_interval=1000', 'url=file:///nowhere');
  expect((await run('--why', 'timer')).code).toBe(0);
  // As if the clock had been set back since.
  const before = (await history()).length;
  await must('echo 9999999999 >/var/lib/fleetwright/repos/app/checked');
  expect((await run('--why', 'timer')).code).toBe(0);
  expect(await history()).toHaveLength(before + 1);
});

test('who asked is told once when things change: signed, and without the secret in any word of a process', async () => {
  const { run, commit, policy, upstream } = await begin();
  const listener = `
import http.server, json
class Take(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        with open("/run/told", "a") as out:
            out.write(json.dumps([self.headers["X-Fleetwright-Timestamp"], self.headers["X-Fleetwright-Signature"], body]) + "\\n")
        self.send_response(204); self.end_headers()
http.server.HTTPServer(("127.0.0.1", 8099), Take).serve_forever()`;
  await must(
    'systemctl stop listen 2>/dev/null; rm -f /run/told /tmp/changes; cat >/run/listen.py; systemd-run -q --unit=listen python3 /run/listen.py',
    listener,
  );
  await must(
    "umask 077; printf 'top secret\\n' >/etc/fleetwright/repos.d/app.secret; until curl -s -o /dev/null http://127.0.0.1:8099/ ; do sleep 0.1; done",
  );
  const hook =
    'notify=webhook failure,rollback,recovered,stale http://127.0.0.1:8099/x /etc/fleetwright/repos.d/app.secret';
  const lines = [
    hook,
    'notify=command change cat >>/tmp/changes',
    'notify=mail failure ops@example.org',
    'stale_after=1',
  ];
  await policy(...lines);
  await run('--first');
  await policy(...lines, 'build=! grep -q two version');
  await commit({ version: 'two "quoted" \n' });
  for (const code of [12, 17, 17]) expect((await run()).code).toBe(code);
  await policy(...lines);
  await commit({ version: 'three\n' });
  expect((await run()).code).toBe(0);
  await upstream('mv /srv/app.git /srv/away.git; sleep 2');
  for (const code of [10, 10]) expect((await run()).code).toBe(code);
  await upstream('mv /srv/away.git /srv/app.git');
  expect((await run()).code).toBe(0);
  const told = (await must('cat /run/told'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as [string, string, string]);
  for (const [time, signature, body] of told)
    expect(signature).toBe(
      `sha256=${createHmac('sha256', 'top secret').update(`${time}.${body}`).digest('hex')}`,
    );
  const events = told.map(([, , body]) => JSON.parse(body) as { event: string; repo: string });
  expect(events.map(({ event, repo }) => `${repo} ${event}`)).toEqual([
    ...['app rollback', 'app recovered', 'app stale', 'app recovered'],
  ]);
  expect((await must('cat /tmp/changes')).match(/"event":"change"/g)).toHaveLength(1);
  expect(await must('cat /var/log/fleetwright/app.log')).toContain(
    'nobody was told by mail: this host has no sendmail',
  );
  await must('systemctl stop listen; rm -f /tmp/changes');
});

test('remove takes away all but the checkout', async () => {
  const { run, call, text } = await begin();
  await run('--first');
  expect((await call('remove', 'app')).code).toBe(0);
  expect(await text('version')).toBe('one\n');
  expect(
    await must(
      'ls /etc/fleetwright/repos.d /var/lib/fleetwright/repos /var/log/fleetwright; ls /run/fleetwright',
    ),
  ).not.toContain('app');
});
