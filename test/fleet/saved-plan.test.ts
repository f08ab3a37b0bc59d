import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Plan } from '../../src/model/plan.ts';
import { startOf, stateOf, unitsIn } from './support/ask.ts';
import { leftOf } from './support/hold.ts';
import { applied, atOnce, sleeper, stepLines, useWorkbench } from './support/workbench.ts';
import type { Applied, Entry } from './support/workbench.ts';

const bench = useWorkbench({ count: 2 });

function web(value: string, more: Entry = {}): Entry {
  return {
    name: 'web.service',
    file: sleeper(`Environment=A=${value}`),
    ...{ enabled: true, active: true, health: atOnce, ...more },
  };
}

/** Saves the plan of playbook.yaml as FILE. */
async function save(file = 'saved.plan'): Promise<Plan> {
  const { run, project } = bench();
  const { code, stderr } = await run(['plan', 'playbook.yaml', '-o', file]);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(await readFile(join(project.dir, file), 'utf8')) as Plan;
}

async function applySaved(file = 'saved.plan'): Promise<Applied> {
  return applied(await bench().run(['apply', file, '--yes', '--json']));
}

test('a saved plan is done as it was saved, without its documents, and once', async () => {
  const { declare, project, plan, run, host } = bench();
  await declare([web('1')]);
  const saved = await save();
  expect((await stat(join(project.dir, 'saved.plan'))).mode & 0o777).toBe(0o600);
  await declare([web('2')]);
  const first = await applySaved();
  expect([first.code, first.results['host-1']?.outcome, first.results['host-2']?.outcome]).toEqual([
    ...[0, 'changed', 'changed'],
  ]);
  expect(first.results['host-1']?.stepsDone).toBe(stepLines(saved).length);
  expect(await host(1).must(`cat ${unitsIn}/web.service`)).toBe(sleeper('Environment=A=1'));

  const again = await run(['apply', 'saved.plan', '--yes']);
  expect([again.code, again.stderr]).toEqual([
    7,
    expect.stringMatching(new RegExp(`plan ${saved.id} was applied at \\S+, by run \\S+; make a new one`)),
  ]);
  expect((await plan()).summary.changing).toBe(2);
});

test.each<[string, string, RegExp]>([
  ['a file', `echo '# by hand' >>${unitsIn}/web.service`, /unit\/web\.service file: sha256:\w+ → sha256:\w+/],
  ['a file that went', `rm ${unitsIn}/web.service`, /unit\/web\.service file: sha256:\w+ → nothing/],
  ['a state', 'systemctl stop web.service', /unit\/web\.service active: active → inactive/],
  ['links', 'systemctl disable -q web.service', /unit\/web\.service links: \[.*web\.service"\] → \[\]/],
])(
  '%s that has moved since makes its host stale, named with what it was and is; the other host is done',
  async (_, moved, told) => {
    const { declare, apply, host, plan } = bench();
    await declare([web('1')]);
    await apply();
    await declare([web('2')]);
    await save();
    await host(1).must(moved);
    const before = [await host(1).exec(`cat ${unitsIn}/web.service`), await startOf(host(1), 'web.service')];
    const { code, results } = await applySaved();
    expect([code, results['host-1']?.outcome, results['host-2']?.outcome]).toEqual([7, 'stale', 'changed']);
    expect(results['host-1']?.message).toMatch(told);
    expect([await host(1).exec(`cat ${unitsIn}/web.service`), await startOf(host(1), 'web.service')]).toEqual(
      before,
    );
    expect(await leftOf(host(1))).toBe('');
    expect((await apply()).code).toBe(0);
    expect((await plan()).summary.converged).toBe(2);
  },
);

test('facts that no step rests on may move', async () => {
  const { declare, host } = bench();
  await declare([web('1', { active: undefined })]);
  await save();
  await host(1).must(
    `printf '%s' '${sleeper()}' >${unitsIn}/other.service; systemctl daemon-reload; systemctl enable --now -q other.service`,
  );
  expect((await applySaved()).code).toBe(0);
});

test('a unit that somebody restarted since the plan is not restarted again', async () => {
  const { declare, apply, host } = bench();
  await declare([web('1')], { hosts: 'host-1' });
  await apply();
  await host(1).must(`touch ${unitsIn}/web.service; systemctl daemon-reload`);
  expect(stepLines(await save())).toEqual(['restart web.service', 'health web.service']);
  await host(1).must('systemctl restart web.service');
  const { code, results } = await applySaved();
  expect([code, results['host-1']?.message]).toEqual([
    7,
    expect.stringContaining('unit/web.service invocation:'),
  ]);
});

test('stale for a person: the host, what moved, and the next command', async () => {
  const { declare, apply, run, host } = bench();
  await declare([web('1')]);
  await apply();
  await declare([web('2')]);
  await save();
  await host(2).must('systemctl stop web.service');
  const { code, stdout } = await run(['apply', 'saved.plan', '--yes']);
  expect(code).toBe(7);
  expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
    /host-2 .*unit\/web\.service active: active → inactive.*Next: fleetwright plan/,
  );
});

test('a plan that was not approved, or is not one, stays unused or is refused', async () => {
  const { declare, run, project, host } = bench();
  await declare([web('1')]);
  await save();
  expect((await run(['apply', 'saved.plan'])).code).not.toBe(0);
  expect((await run(['apply', 'saved.plan', '--check'])).code).toBe(0);
  expect(await stateOf(host(1), 'web.service')).toBe('inactive');
  const text = await readFile(join(project.dir, 'saved.plan'), 'utf8');
  await project.write('cut.plan', text.slice(0, text.length / 2));
  expect((await run(['apply', 'cut.plan', '--yes'])).code).toBe(1);
  await project.write('later.plan', text.replace('"format": 1', '"format": 99'));
  expect((await run(['apply', 'later.plan', '--yes'])).code).toBe(1);
  expect((await applySaved()).code).toBe(0);
});

test('a host that has left the inventory is unreachable, and the other is done', async () => {
  const { declare, project, run } = bench();
  await declare([web('1')]);
  await save();
  const inventory = JSON.parse(await readFile(join(project.dir, 'inventory.yaml'), 'utf8')) as {
    hosts: Record<string, unknown>;
  };
  const { 'host-1': gone, ...hosts } = inventory.hosts;
  expect(gone).toBeDefined();
  await project.write('smaller.yaml', JSON.stringify({ ...inventory, hosts }));
  const { code, results } = applied(
    await run(['apply', 'saved.plan', '--yes', '--json', '-i', 'smaller.yaml']),
  );
  expect([code, results['host-1']?.outcome, results['host-2']?.outcome]).toEqual([
    4,
    'unreachable',
    'changed',
  ]);
  expect(results['host-1']?.message).toContain('host-1 is not in the inventory');
});
