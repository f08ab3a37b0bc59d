import { beforeAll, expect, test } from '@jest/globals';
import { connector } from '../../../src/hosts/connector.ts';
import { later, makeLab, miss, reach } from '../support/lab.ts';
import type { Lab } from '../support/lab.ts';
import { script, seen } from '../support/result.ts';
import { makePair, startServer } from '../support/ssh-server.ts';
import type { Pair, TestServer } from '../support/ssh-server.ts';

let keys: { readonly host: Pair; readonly user: Pair; readonly other: Pair };
beforeAll(() => {
  keys = { host: makePair('ed25519'), user: makePair('ed25519'), other: makePair('ed25519') };
});

/** Three servers in a row; `one` and `two` are names of ssh_config, the third is the host. */
async function row(): Promise<{ one: TestServer; two: TestServer; web: TestServer; lab: Lab }> {
  const start = (): Promise<TestServer> =>
    startServer({ hostKeys: [keys.host], accepted: [keys.user.publicLine] });
  const [one, two, web] = await Promise.all([start(), start(), start()]);
  for (const server of [one, two, web]) later(() => server.close());
  const lab = makeLab();
  lab.write('id_ed25519', keys.user.privateText);
  const line = (server: TestServer): string => `[127.0.0.1]:${server.port} ${keys.host.publicLine}\n`;
  lab.write('known_hosts', line(one) + line(two) + line(web));
  const place = (server: TestServer): string => `  HostName 127.0.0.1\n  Port ${server.port}\n`;
  lab.write('config', `Host one\n${place(one)}Host two\n${place(two)}  ProxyJump one\n`);
  return { one, two, web, lab };
}

test('a host is reached over jump hosts, each with its own configuration', async () => {
  const { one, two, web, lab } = await row();
  const connection = await reach(lab.host(web.port, { jump: 'two' }), { controller: lab.controller });
  expect(seen(await connection.run(script('echo out')))).toMatchObject({ code: 0, stdout: 'out\n' });
  expect([one, two, web].map((server) => server.logins())).toEqual([1, 1, 1]);
  expect(connection.way?.address).toContain('through two');
});

test('hosts behind one jump host share the line to it, and the last one hangs up', async () => {
  const { one, web, lab } = await row();
  const connect = connector({ controller: lab.controller });
  const hosts = Array.from({ length: 5 }, (_, index) =>
    lab.host(web.port, { name: `web${index}`, jump: 'one' }),
  );
  const connections = await Promise.all(hosts.map((host) => connect(host)));
  expect([one.logins(), web.logins()]).toEqual([1, 5]);
  for (const connection of connections) if (!('type' in connection)) await connection.close();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect([one.open(), web.open()]).toEqual([0, 0]);
});

test('the key of every hop is checked', async () => {
  const { one, web, lab } = await row();
  lab.know(web.port, keys.host);
  const refused = await miss(lab.host(web.port, { jump: `127.0.0.1:${one.port}` }), {
    controller: lab.controller,
  });
  expect(refused).toMatchObject({
    stage: 'host-key',
    message: expect.stringContaining('(on the way to web1)'),
  });
  expect(web.logins()).toBe(0);
});

test('a jump host may be a host of the inventory, with its own pinned key', async () => {
  const { one, web, lab } = await row();
  lab.know(web.port, keys.host);
  const bastion = lab.host(one.port, { name: 'bastion', hostKeys: [keys.host.publicLine] });
  const inventory = (name: string) => (name === 'bastion' ? bastion : undefined);
  await reach(lab.host(web.port, { jump: 'bastion' }), { controller: lab.controller, inventory });
});

test('what the jump host cannot reach is told as such', async () => {
  const { lab } = await row();
  const refused = await miss(lab.host(1, { jump: 'one' }), { controller: lab.controller });
  expect(refused).toMatchObject({ stage: 'connect', message: expect.stringContaining('through one') });
});

test('jumps in a circle, a ProxyCommand and a decision that is ssh’s are refused by name', async () => {
  const { lab } = await row();
  lab.write(
    'config',
    'Host a\n ProxyJump b\nHost b\n ProxyJump a\nHost c\n ProxyCommand nc %h %p\nMatch originalhost d exec true\n User x\n',
  );
  const why = async (name: string): Promise<string> => {
    const refused = await miss(
      { name, connection: 'ssh', become: 'none', vars: {} },
      { controller: lab.controller },
    );
    expect(refused.stage).toBe('config');
    return refused.message;
  };
  expect(await why('a')).toContain('circle');
  expect(await why('c')).toContain('ProxyCommand');
  expect(await why('d')).toContain('Match exec');
});
