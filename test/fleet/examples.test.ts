import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, jest, test } from '@jest/globals';
import type { Plan } from '../../src/model/plan.ts';
import { useFleet } from './support/fleet.ts';
import { fleetwright } from './support/fleetwright.ts';
import { makeProject } from './support/project.ts';

jest.setTimeout(60_000);
const fleet = useFleet({ count: 3 });
const root = fileURLToPath(new URL('../../', import.meta.url));

test("the demo's playbook plans, by the inventory that the sandbox wrote and the one beside it", async () => {
  const inventories = ['-i', fleet().sandbox.inventory, '-i', 'inventories/demo.yaml'];
  const { code, stdout, stderr } = await fleetwright(
    ['plan', 'playbooks/vitals.yaml', '--json', ...inventories],
    { cwd: root },
  );
  expect([code, stderr]).toEqual([0, '']);
  const plan = JSON.parse(stdout) as Plan;
  expect(plan.summary).toMatchObject({ hosts: 3, changing: 3, changes: 9 });
  expect(plan.hosts.flatMap((host) => host.warnings ?? [])).toEqual([]);
});

test('examples/chat-copilot plans as it stands, its hosts being entries of ~/.ssh/config', async () => {
  const project = await makeProject(fleet());
  const names = ['dev-server', 'staging-server', 'prod-server-1', 'prod-server-2'];
  const aliases = names.map((name, at) => {
    const { address, name: key } = fleet().host((at % 3) + 1);
    return `Host ${name}\n  HostName ${address}\n  HostKeyAlias ${key}\n`;
  });
  const { sandbox } = fleet();
  const config = await readFile(sandbox.sshConfig, 'utf8');
  await mkdir(join(project.dir, '.ssh'), { mode: 0o700 });
  const forAll = config.slice(config.indexOf('Host *'));
  await writeFile(join(project.dir, '.ssh/config'), `${aliases.join('')}${forAll}`);
  const { code, stdout, stderr } = await fleetwright(['plan', '--json'], {
    cwd: join(root, 'examples/chat-copilot'),
    env: { HOME: project.dir },
  });
  expect([code, stderr]).toEqual([0, '']);
  const plan = JSON.parse(stdout) as Plan;
  expect(plan.hosts.map(({ host, status, reasons }) => [host, status, reasons])).toEqual(
    names.map((name) => [name, 'changing', undefined]),
  );
  const addresses = plan.hosts[0]!.changes.map(({ address }) => address);
  expect(addresses).toHaveLength(9);
  expect(addresses).toContain('unit/ollama.service');
  await project.remove();
});
