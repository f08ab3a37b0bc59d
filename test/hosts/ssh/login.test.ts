import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { beforeAll, expect, test } from '@jest/globals';
import { neededSecrets } from '../../../src/hosts/secrets.ts';
import { startAgent } from '../support/agent.ts';
import { later, makeLab, miss, reach } from '../support/lab.ts';
import { startProxy } from '../support/proxy.ts';
import { script, seen } from '../support/result.ts';
import type { Lab } from '../support/lab.ts';
import { makePair, startServer } from '../support/ssh-server.ts';
import type { Pair, TestServer } from '../support/ssh-server.ts';

let hostKey: Pair;
let right: Pair;
beforeAll(() => {
  hostKey = makePair('ed25519');
  right = makePair('ed25519');
});

async function serve(
  accepted: readonly string[] = [right.publicLine],
): Promise<{ server: TestServer; lab: Lab }> {
  const server = await startServer({ hostKeys: [hostKey], accepted });
  later(() => server.close());
  const lab = makeLab();
  lab.know(server.port, hostKey);
  return { server, lab };
}

test.each(['ed25519', 'ecdsa', 'rsa'] as const)('an %s key in OpenSSH’s format logs in', async (type) => {
  const pair = makePair(type);
  const { server, lab } = await serve([pair.publicLine]);
  lab.write(`id_${type}`, pair.privateText);
  const connection = await reach(lab.host(server.port), { controller: lab.controller });
  expect(connection.way?.key).toContain(lab.path(`id_${type}`));
});

test('the inventory’s key goes first, then ssh_config’s, then the agent’s', async () => {
  const [first, second, third] = [makePair('ed25519'), makePair('ed25519'), makePair('ed25519')];
  const { server, lab } = await serve([]);
  lab.write('config', `IdentityFile ${lab.write('second', second.privateText)}\n`);
  const agentSocket = await startAgent([third.privateText, first.privateText]);
  const host = lab.host(server.port, { identityFile: lab.write('first', first.privateText) });
  const refused = await miss(host, { controller: { ...lab.controller, agentSocket } });
  expect(server.offered).toEqual([first.publicLine, second.publicLine, third.publicLine]);
  expect(refused).toMatchObject({
    stage: 'auth',
    message: expect.stringContaining('deploy may not log in to web1'),
  });
});

test('with IdentitiesOnly the agent is not emptied over the host', async () => {
  const [mine, other] = [makePair('ed25519'), makePair('ed25519')];
  const { server, lab } = await serve([mine.publicLine]);
  // Only the public half is here; the agent has the private one.
  lab.write('mine.pub', `${mine.publicLine}\n`);
  lab.write('config', 'IdentitiesOnly yes\nIdentityFile ~/.ssh/mine\n');
  const agentSocket = await startAgent([other.privateText, mine.privateText]);
  await reach(lab.host(server.port), { controller: { ...lab.controller, agentSocket } });
  expect(server.offered).toEqual([mine.publicLine]);
});

test('no more keys are offered than sshd listens to', async () => {
  const { server, lab } = await serve([]);
  const agentSocket = await startAgent(Array.from({ length: 9 }, () => makePair('ed25519').privateText));
  await miss(lab.host(server.port), { controller: { ...lab.controller, agentSocket } });
  expect(server.offered).toHaveLength(6);
});

test('neither the agent nor anything else is forwarded, whatever ssh_config says', async () => {
  const { server, lab } = await serve();
  lab.write('config', 'ForwardAgent yes\nForwardX11 yes\nRemoteForward 2000 127.0.0.1:22\n');
  const agentSocket = await startAgent([right.privateText]);
  const connection = await reach(lab.host(server.port), { controller: { ...lab.controller, agentSocket } });
  expect(seen(await connection.run(script('echo out')))).toMatchObject({ code: 0, stdout: 'out\n' });
  expect(server.forwardings).toEqual([]);
});

test('a locked key is asked for before the run, opened by its passphrase, and named where that is missing', async () => {
  const locked = makePair('ed25519', 'sesame');
  const { server, lab } = await serve([locked.publicLine]);
  const path = lab.write('id_ed25519', locked.privateText);
  const host = lab.host(server.port);
  const { controller } = lab;
  const [needed, ...more] = await neededSecrets([host, { ...host, name: 'web2' }], { controller });
  expect(more).toEqual([]);
  expect(needed).toMatchObject({ path, hosts: ['web1', 'web2'] });
  expect(await Promise.all([needed?.check('wrong'), needed?.check('sesame')])).toEqual([false, true]);
  await reach(host, { controller, passphrases: new Map([[path, 'sesame']]) });
  expect((await miss(host, { controller })).message).toContain(`${path} needs its passphrase`);
});

test('a locked key that the agent holds needs no passphrase', async () => {
  const open = makePair('ed25519');
  const { server, lab } = await serve([open.publicLine]);
  lab.write('deploy.pub', open.publicLine);
  const host = lab.host(server.port, { identityFile: lab.path('deploy') });
  const controller = { ...lab.controller, agentSocket: await startAgent([open.privateText]) };
  expect(await neededSecrets([host], { controller })).toEqual([]);
  await reach(host, { controller });
});

test('a host that offers no public keys, and a user without one, are told', async () => {
  const { server, lab } = await serve([]);
  const refused = await miss(lab.host(server.port), { controller: lab.controller });
  expect(refused).toMatchObject({
    stage: 'auth',
    message: expect.stringContaining('no key could be offered'),
  });
});

test('a name without an address, a closed port and a silent one are three things', async () => {
  const lab = makeLab();
  const options = { controller: lab.controller, connectTimeoutMs: 200 };
  expect(
    await miss(lab.host(22, { address: 'nowhere.invalid' }), { controller: lab.controller }),
  ).toMatchObject({
    stage: 'resolve',
  });
  const silent = createServer((socket) => socket.resume());
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo;
  expect(await miss(lab.host(port), options)).toMatchObject({ stage: 'handshake' });
  await new Promise((resolve) => silent.close(resolve));
  expect(await miss(lab.host(port), options)).toMatchObject({
    stage: 'connect',
    message: expect.stringContaining('refused'),
  });
});

test('a run that is interrupted waits for no handshake', async () => {
  const lab = makeLab();
  const silent = createServer((socket) => socket.resume());
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  later(() => silent.close());
  const signal = AbortSignal.timeout(100);
  const { port } = silent.address() as AddressInfo;
  expect(await miss(lab.host(port), { controller: lab.controller, signal })).toMatchObject({
    type: 'unreachable',
  });
});

test('from the open socket to the login it takes four round trips', async () => {
  const { server, lab } = await serve();
  lab.write('id_ed25519', right.privateText);
  const oneWay = 100;
  const proxy = await startProxy(server.port, oneWay);
  later(() => proxy.close());
  lab.know(proxy.port, hostKey);
  const start = performance.now();
  await reach(lab.host(proxy.port), { controller: lab.controller });
  expect((performance.now() - start) / (2 * oneWay)).toBeLessThan(4.9);
});
