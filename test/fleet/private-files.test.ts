import { beforeEach, expect, test } from '@jest/globals';
import { unitsIn } from './support/ask.ts';
import type { RunResult } from './support/fleetwright.ts';
import { here } from './support/trees.ts';
import { sleeper, useWorkbench } from './support/workbench.ts';

const bench = useWorkbench({ count: 2 });
const drop = 'fw-a.service.d/key.conf';

/** A unit with a drop-in that not everybody may read. */
async function install(number: 1 | 2, key: string): Promise<void> {
  const host = bench().host(number);
  await host.must(`mkdir -p ${unitsIn}/fw-a.service.d && cat >${unitsIn}/fw-a.service`, sleeper());
  const path = `${unitsIn}/${drop}`;
  await host.must(`cat >${path} && chmod 640 ${path}`, `[Service]\nEnvironment=KEY=secret-${key}\n`);
  await host.must('systemctl daemon-reload');
}

/** Runs it, and throws with what it said when that shows a secret, or when it did not end as it should. */
async function done(code: number, ...words: readonly string[]): Promise<RunResult> {
  const result = await bench().run(words);
  const said = result.stdout + result.stderr;
  if (result.code !== code || said.includes('secret-')) throw new Error(`code ${result.code}\n${said}`);
  return result;
}

const matched = ['--match', 'fw-a'] as const;

beforeEach(() => here(bench().project, 'rm -rf .fleetwright backups pulled'));

test('of a private file a plan, an apply, a drift and the way back show no text', async () => {
  const { declare, host } = bench();
  await install(1, 'there');
  const declared = '[Service]\nEnvironment=KEY=secret-here\nNice=1\n';
  await declare([{ name: 'fw-a.service', file: sleeper(), drop_ins: { 'key.conf': declared } }], {
    hosts: 'host-1',
  });
  const text = 'drop_ins/key.conf: 2 lines → 3 other lines (private: not shown)';
  expect((await done(0, 'plan', 'playbook.yaml', '-v', '-o', 'plan.json')).stdout).toContain(text);
  await done(0, 'drift', 'playbook.yaml');
  await done(0, 'apply', 'plan.json', '--yes', '-v');
  expect(await host(1).must(`cat ${unitsIn}/${drop}`)).toContain('secret-here');
  const back = await done(0, 'rollback', 'last', '--yes', '-v');
  expect(back.stderr).toContain('drop_ins/key.conf: 3 lines → 2 other lines (private: not shown)');
  expect(await host(1).must(`cat ${unitsIn}/${drop}; stat -c %a ${unitsIn}/${drop}`)).toMatch(
    /secret-there\n640\n$/,
  );
});

test('between hosts neither; whoever approves what comes is told where to read it', async () => {
  await install(1, 'one');
  await done(0, 'units', 'push', 'host-2', '--from', 'host-1', ...matched, '--yes');
  const sync = ['units', 'sync', 'host-2', '--with', 'host-1', ...matched, '--yes'];
  await done(0, ...sync);
  await install(1, 'mine');
  await install(2, 'theirs');
  const other = 'drop_ins/key.conf: 2 lines → 2 other lines (private: not shown)';
  expect((await done(1, ...sync)).stderr).toContain(other);
  expect((await done(1, ...sync, '--json')).stdout).toContain('2 other lines');
  expect((await done(0, 'units', 'diff', 'host-1', 'host-2', ...matched)).stdout).toContain(other);

  const pull = ['units', 'pull', 'host-2', ...matched];
  expect((await done(0, ...pull, '--dry-run')).stderr).toContain('key.conf: none → 2 lines (private');
  const rehearsed = await done(0, ...sync, '--prefer', 'remote', '--dry-run');
  expect(rehearsed.stderr).toContain('"fleetwright units pull host-2" writes them here to be read');
  const installed = await done(0, ...pull, '--install', '--with', 'host-1', '--yes');
  const [, place = ''] = /private, and not shown[^\n]*\n {2}(\S+)\n/.exec(installed.stderr) ?? [];
  expect(await here(bench().project, `stat -c %a ${place}; cat ${place}`)).toMatch(/^600\n[^]*secret-theirs/);
  expect(await bench().host(1).must(`cat ${unitsIn}/${drop}`)).toContain('secret-theirs');
});
