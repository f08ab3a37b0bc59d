import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from '@jest/globals';
import { stateOf, unitsIn } from './support/ask.ts';
import { place, putProgramOn } from './support/controller.ts';
import type { FleetHost } from './support/fleet-host.ts';
import { sleeper, useWorkbench } from './support/workbench.ts';

const bench = useWorkbench({ count: 4 });
const page = fileURLToPath(new URL('../../docs/coming-from-rsync-scripts.md', import.meta.url));

/** What would ask, were there somebody to answer. */
const asks =
  /fleetwright (?:apply|rollback|platform (?:promote|push|pull|sync|full-deploy|systemd push)|units (?:push|sync|install|enable|disable|pull .*--install))\b/;

beforeAll(async () => {
  await putProgramOn(bench().host(1));
}, 120_000);

async function furnish(host: FleetHost, ...names: readonly string[]): Promise<void> {
  for (const name of names) await host.must(`cat >${unitsIn}/${name}`, sleeper());
  await host.must('systemctl daemon-reload');
}

test('every command of the walk through the guide does what it says', async () => {
  const { host, project } = bench();
  const text = await readFile(page, 'utf8');
  const here = host(1);
  await here.must('rm -rf /root/project && mkdir /root/project');
  await furnish(here, 'ai-platform.service', 'ollama.service', 'openwebui-restore.service');
  await here.must('systemctl enable --now ai-platform.service ollama.service');
  await furnish(host(4), 'searxng.service');
  await here.must('cat >/usr/local/bin/fleetwright && chmod +x /usr/local/bin/fleetwright', wrapper);
  await here.must('cat >/root/project/fleetwright.yaml', block(text, 'fleetwright.yaml'));
  await here.must('cat >/root/project/inventory.yaml', await inventory(project.dir));
  await here.must('cat >/root/project/playbook.yaml', block(text, 'playbook.yaml'));
  await here.must('cd /root/project && mkdir platform units && echo 1 >platform/VERSION');
  await here.must('cat >/root/project/units/ai-platform.service', sleeper());

  const said: string[] = [];
  for (const command of commandsOf(text)) {
    const kept = (await here.exec('cd /root/project && ls -d backups/systemd-* | head -n 1')).stdout.trim();
    const line = command.replace(/backups\/systemd-\d+_\d+/, kept);
    const { code, stdout, stderr } = await here.exec(
      `cd /root/project && ${line}${asks.test(line) ? ' --yes' : ''}`,
    );
    if (code !== 0) said.push(`${command}: ${code}\n${stdout}${stderr}`);
  }
  expect(said).toEqual([]);
  expect(await host(4).must('cat /opt/chat-copilot/VERSION')).toBe('1\n');
  for (const server of [2, 3, 4]) expect(await stateOf(host(server), 'ai-platform.service')).toBe('active');

  // Since a push it is known who changed what.
  await here.must('cd /root/project && rm -r .fleetwright/sync && fleetwright units push dev-server --yes');
  await host(2).must(`echo '# theirs' >>${unitsIn}/ollama.service; systemctl daemon-reload`);
  await here.must(`echo '# ours' >>${unitsIn}/ai-platform.service; systemctl daemon-reload`);
  await here.must('cd /root/project && fleetwright units sync dev-server --yes');
  expect(await here.must(`cat ${unitsIn}/ollama.service`)).toContain('# theirs');
  expect(await host(2).must(`cat ${unitsIn}/ai-platform.service`)).toContain('# ours');
}, 600_000);

const wrapper = `#!/bin/sh\nexec ${place}/node ${place}/dist/main.js "$@"\n`;

function block(text: string, name: string): string {
  const found = new RegExp(`\`\`\`yaml\\n(# ${name}\\n[^]*?)\`\`\``).exec(text)?.[1];
  if (found === undefined) throw new Error(`the page has no ${name}`);
  return found;
}

/** What stands as code in the right-hand column and begins with the program's name. */
function commandsOf(text: string): readonly string[] {
  const rows = text.split('\n').map((line) => /^\|.*[^\\]\|(.*)\|$/.exec(line)?.[1] ?? '');
  const code = rows.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, words = '']) => words));
  return code.filter((words) => /^(?:FLEETWRIGHT_\w+="[^"]*" )?fleetwright /.test(words));
}

/** The hosts of the page, where the fleet has them. */
async function inventory(directory: string): Promise<string> {
  const made = JSON.parse(await readFile(`${directory}/inventory.yaml`, 'utf8')) as {
    defaults: { identity_file: string };
    hosts: Record<string, unknown>;
  };
  const key = '/root/key';
  await bench()
    .host(1)
    .must(`cat >${key} && chmod 600 ${key}`, await readFile(made.defaults.identity_file, 'utf8'));
  const servers = ['dev-server', 'staging-server', 'prod-server'];
  const hosts = servers.map((name, index) => [name, made.hosts[`host-${index + 2}`]]);
  return JSON.stringify({
    defaults: { ...made.defaults, identity_file: key },
    hosts: Object.fromEntries(hosts) as object,
  });
}
