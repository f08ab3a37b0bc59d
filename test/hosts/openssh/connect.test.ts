import { beforeAll, expect, test } from '@jest/globals';
import { connector } from '../../../src/hosts/connector.ts';
import type { Connection, Unreachable } from '../../../src/hosts/connection.ts';
import type { Host } from '../../../src/model/host.ts';
import { pinsOf } from '../../../src/hosts/openssh/pins.ts';
import type { Stop } from '../../../src/hosts/openssh/stop.ts';
import { loadKnownHosts } from '../../../src/hosts/known-hosts/load.ts';
import { later, makeLab } from '../support/lab.ts';
import { script, seen } from '../support/result.ts';
import { makePair, startServer } from '../support/ssh-server.ts';
import type { Pair, TestServer } from '../support/ssh-server.ts';

let keys: { readonly host: Pair; readonly user: Pair; readonly other: Pair };
beforeAll(() => {
  keys = { host: makePair('ed25519'), user: makePair('ed25519'), other: makePair('ed25519') };
});

async function serve(hostKey: Pair): Promise<TestServer> {
  const server = await startServer({ hostKeys: [hostKey], accepted: [keys.user.publicLine] });
  later(() => server.close());
  return server;
}

/** Three servers in a row; only the inventory knows them, each with its own key. */
async function row(pinOfTwo: Pair) {
  const lab = makeLab();
  const identityFile = lab.write("it's 100% mine", keys.user.privateText);
  const [one, two, web] = await Promise.all([serve(keys.host), serve(keys.other), serve(keys.host)]);
  const host = (name: string, server: TestServer, pin: Pair, jump?: string): Host =>
    lab.host(server.port, {
      name,
      identityFile,
      hostKeys: [pin.publicLine],
      connection: 'openssh',
      ...(jump !== undefined && { jump }),
    });
  const hops = [host('hop-one', one, keys.host), host('hop-two', two, pinOfTwo, 'hop-one')];
  const connect = connector({ inventory: (name) => hops.find((hop) => hop.name === name) });
  const go = (jump: string): Promise<Connection | Unreachable> => connect(host('web', web, keys.host, jump));
  return { one, two, web, go };
}

test.each(['hop-two', 'hop-one,hop-two'])(
  'the system’s ssh goes over %s as the inventory says',
  async (jump) => {
    const { one, two, web, go } = await row(keys.other);
    const connection = await go(jump);
    if ('type' in connection) throw new Error(connection.message);
    later(() => connection.close());
    expect(seen(await connection.run(script('echo out')))).toMatchObject({ code: 0, stdout: 'out\n' });
    expect([one, two, web].map((server) => server.logins())).toEqual([1, 1, 1]);
  },
);

test('a jump host that shows another key is refused, and nothing goes past it', async () => {
  const { web, go } = await row(keys.host);
  expect(await go('hop-two')).toMatchObject({ type: 'unreachable', stage: 'host-key' });
  expect(web.logins()).toBe(0);
});

test('what the files revoke is revoked for pinned hosts too', async () => {
  const lab = makeLab();
  const files = lab.write(
    'known_hosts',
    '@revoked * ssh-ed25519 BAD\n* ssh-ed25519 GOOD\n@revoked db1 ssh-rsa X\n',
  );
  const says = new Map([
    ['globalknownhostsfile', files],
    ['hostname', '10.0.0.1'],
    ['port', '22'],
  ]);
  const host: Stop['host'] = { name: 'web1', hostKeys: ['ssh-ed25519 PIN'] };
  expect(await pinsOf({ host, says }, loadKnownHosts)).toBe(
    'fleetwright-pinned-0 ssh-ed25519 PIN\n@revoked fleetwright-pinned-0 ssh-ed25519 BAD\n',
  );
});
