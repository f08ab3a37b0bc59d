import { beforeAll, expect, test } from '@jest/globals';
import { later, makeLab, reach } from '../support/lab.ts';
import type { Lab } from '../support/lab.ts';
import { startProxy } from '../support/proxy.ts';
import { script, seen, limits } from '../support/result.ts';
import { makePair, startServer } from '../support/ssh-server.ts';
import type { Pair, ServerOptions, TestServer } from '../support/ssh-server.ts';

let hostKey: Pair;
let userKey: Pair;
beforeAll(() => {
  hostKey = makePair('ed25519');
  userKey = makePair('ed25519');
});

async function serve(more: Partial<ServerOptions> = {}): Promise<{ server: TestServer; lab: Lab }> {
  const server = await startServer({ hostKeys: [hostKey], accepted: [userKey.publicLine], ...more });
  later(() => server.close());
  const lab = makeLab();
  lab.write('id_ed25519', userKey.privateText);
  lab.know(server.port, hostKey);
  return { server, lab };
}

test('a script runs, with both outputs and its exit code', async () => {
  const { server, lab } = await serve();
  const connection = await reach(lab.host(server.port), { controller: lab.controller });
  const result = await connection.run(script('echo out; echo err >&2; cat; exit 7'));
  expect(seen(result)).toEqual({ type: 'exited', code: 7, stdout: 'out\n', stderr: 'err\n' });
  expect(connection.way).toMatchObject({
    user: 'deploy',
    hostKey: expect.stringMatching(/^ssh-ed25519 SHA256:/),
  });
});

test('scripts run one after the other and side by side on one connection, each with its own input', async () => {
  const { server, lab } = await serve({ ident: 'OpenSSH_9.2' });
  const connection = await reach(lab.host(server.port), { controller: lab.controller });
  const words = Array.from({ length: 8 }, (_, index) => `word-${index}`);
  const results = await Promise.all(words.map((word) => connection.run(script(`echo ${word}`))));
  expect(results.map((result) => seen(result)['stdout'])).toEqual(words.map((word) => `${word}\n`));
  expect(server.logins()).toBe(1);
});

test('what a login shell prints before ours is not output', async () => {
  const noisy: ServerOptions['exec'] = (_, channel) => {
    channel.write('motd\nwithout an end');
    channel.on('data', (input: Buffer) => {
      const mark = /fleetwright-\w+/.exec(input.toString())?.[0] ?? '';
      channel.write(`\n${mark}\nreal output\n`);
      channel.exit(0);
      channel.end();
    });
  };
  const { server, lab } = await serve({ exec: noisy });
  const connection = await reach(lab.host(server.port), { controller: lab.controller });
  expect(seen(await connection.run(script('true')))).toMatchObject({ code: 0, stdout: 'real output\n' });
});

test('a script larger than every window arrives whole', async () => {
  for (const ident of ['OpenSSH_9.2', 'other']) {
    const { server, lab } = await serve({ ident, windowAtExec: ident === 'OpenSSH_9.2' });
    const connection = await reach(lab.host(server.port), { controller: lab.controller });
    const text = `sum() { cksum; }\nsum <<'E'\n${'0123456789abcdef\n'.repeat(300_000)}E\n`;
    const result = seen(await connection.run(script(text)));
    expect(result).toMatchObject({ type: 'exited', code: 0, stdout: expect.stringMatching(/ 5100000\n$/) });
  }
});

test('one script costs two round trips to an sshd that opens its window at exec', async () => {
  const { server, lab } = await serve({ ident: 'OpenSSH_9.2', windowAtExec: true });
  const oneWay = 100;
  const proxy = await startProxy(server.port, oneWay);
  later(() => proxy.close());
  lab.know(proxy.port, hostKey);
  const connection = await reach(lab.host(proxy.port), { controller: lab.controller });
  const start = performance.now();
  expect(seen(await connection.run(script('cat; echo out')))).toMatchObject({ code: 0, stdout: 'out\n' });
  const roundTrips = (performance.now() - start) / (2 * oneWay);
  expect(roundTrips).toBeGreaterThanOrEqual(1.9);
  expect(roundTrips).toBeLessThan(2.9);
});

test('more input can follow the script, and its end', async () => {
  const { server, lab } = await serve();
  const connection = await reach(lab.host(server.port), { controller: lab.controller });
  const spoken = script('echo ready; while read -r word; do echo "got $word"; done; echo end', {
    onInput: (input) => {
      setTimeout(() => {
        void input.write('one\ntwo\n');
        input.end();
      }, 200);
    },
  });
  expect(seen(await connection.run(spoken))).toMatchObject({
    code: 0,
    stdout: 'ready\ngot one\ngot two\nend\n',
  });
});

test('a million lines pass without being kept, and past the limit the script is given up', async () => {
  const { server, lab } = await serve();
  const connection = await reach(lab.host(server.port), { controller: lab.controller });
  let bytes = 0;
  const many = script('yes 0123456789 | head -n 1000000', {
    limits: { ...limits, maxBytes: 20_000_000 },
    onOutput: (chunk) => (bytes += chunk.length),
  });
  expect(seen(await connection.run(many))).toMatchObject({ type: 'exited', stdout: '' });
  expect(bytes).toBe(11_000_000);
  const result = await connection.run(script('yes', { limits: { ...limits, maxBytes: 1000 } }));
  expect(result.type).toBe('overflow');
  expect('stdout' in result && result.stdout.length).toBeLessThanOrEqual(1000);
});

test('a host that is silent for ever, or endlessly slow, is given up', async () => {
  const { server, lab } = await serve();
  const connection = await reach(lab.host(server.port), { controller: lab.controller });
  const silent = await connection.run(script('sleep 60', { limits: { ...limits, idleMs: 200 } }));
  expect(silent).toMatchObject({ type: 'timeout', message: 'nothing was heard for 0.2 s' });
  const slow = 'while :; do echo x; sleep 0.05; done';
  const result = await connection.run(script(slow, { limits: { ...limits, totalMs: 400 } }));
  expect(result).toMatchObject({ type: 'timeout', message: 'not done after 0.4 s' });
  expect(seen(result)['stdout']).toContain('x\n');
});

test('an interrupted script is let go at once', async () => {
  const { server, lab } = await serve();
  const connection = await reach(lab.host(server.port), { controller: lab.controller });
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 100);
  expect(await connection.run(script('sleep 60', { signal: stop.signal }))).toMatchObject({
    type: 'aborted',
  });
  expect(await connection.run(script('true', { signal: stop.signal }))).toMatchObject({ type: 'aborted' });
});

test('a connection that is cut is lost, for the script under way and for the next', async () => {
  const { server, lab } = await serve();
  const connection = await reach(lab.host(server.port), { controller: lab.controller });
  setTimeout(() => server.cut(), 200);
  expect(seen(await connection.run(script('echo begun; sleep 60')))).toMatchObject({
    type: 'lost',
    stdout: 'begun\n',
  });
  expect(connection.isOpen?.()).toBe(false);
  expect(await connection.run(script('true'))).toMatchObject({ type: 'lost' });
});

test('a peer that stops answering is noticed', async () => {
  const { server, lab } = await serve();
  const proxy = await startProxy(server.port, 0);
  later(() => proxy.close());
  lab.know(proxy.port, hostKey);
  const connection = await reach(lab.host(proxy.port), { controller: lab.controller, keepaliveMs: 50 });
  setTimeout(proxy.freeze, 100);
  const result = await connection.run(script('sleep 60'));
  expect(result).toMatchObject({ type: 'lost', message: 'the host has stopped answering' });
});

test('a host that starts no programs is told as one', async () => {
  const { server, lab } = await serve({ refuseExec: true });
  const connection = await reach(lab.host(server.port), { controller: lab.controller });
  expect(await connection.run(script('true'))).toMatchObject({
    type: 'refused',
    message: expect.stringContaining('deploy may not run programs on web1'),
  });
});

test('a login shell that does not start ours is told as one', async () => {
  const nologin: ServerOptions['exec'] = (_, channel) => {
    channel.write('This account is currently not available.\n');
    channel.exit(1);
    channel.end();
  };
  const { server, lab } = await serve({ exec: nologin });
  const connection = await reach(lab.host(server.port), { controller: lab.controller });
  const result = await connection.run(script('true', { privileged: true }));
  expect(result).toMatchObject({
    type: 'refused',
    message: expect.stringContaining('login shell of deploy on web1'),
  });
  expect(seen(result)['message']).toContain('it said: This account is currently not available.');
});

test('a shell that is killed has not run to its end', async () => {
  const killed: ServerOptions['exec'] = (_, channel) => {
    channel.exit('KILL');
    channel.end();
  };
  const { server, lab } = await serve({ exec: killed });
  const connection = await reach(lab.host(server.port), { controller: lab.controller });
  expect(await connection.run(script('true'))).toMatchObject({
    type: 'lost',
    message: expect.stringContaining('SIGKILL'),
  });
});
