import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { unit } from '../../src/kinds/unit/index.ts';
import { loadPlan, looksLikePlan } from '../../src/load/saved-plan.ts';
import type { HostPlan, Plan } from '../../src/model/plan.ts';
import { chooseAddresses } from '../../src/plan/choose-addresses.ts';
import { planHost } from '../../src/plan/plan-host.ts';
import { plan as planFleet } from '../../src/plan/plan.ts';
import { noTrees } from '../kinds/support/no-trees.ts';
import { hostOf } from '../kinds/unit/support/described-host.ts';
import { look } from '../kinds/unit/support/fake-look.ts';
import { readCases } from '../kinds/unit/support/unit-case.ts';
import type { UnitCase } from '../kinds/unit/support/unit-case.ts';
import { aHost, aPlan, change } from '../report/support/build.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'fleetwright-plan-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

function load(document: unknown): ReturnType<typeof loadPlan> {
  const file = join(dir, 'p.json');
  writeFileSync(file, typeof document === 'string' ? document : JSON.stringify(document));
  return loadPlan(file);
}

/** What the planner makes of a case of the unit kind. */
function realHost(one: UnitCase, i: number): HostPlan {
  const text = (path: string) => one.texts?.[path] ?? { severity: 'error' as const, message: path };
  const place = (file: string, line: number) => ({ file, line, column: 1 });
  const desired = one.units.flatMap(
    (spec) => unit.resolve(spec, { ...noTrees, vars: {}, text, place }).desired,
  );
  const host = hostOf(one.host ?? {});
  const facts = { systemd: host.systemd, runs: [{ id: 'r' }] };
  const actual = unit.read(look(host, unit.probe(desired)), desired, facts);
  const context = { allowCritical: false, includes: chooseAddresses([], []) };
  const observed = { facts, actuals: [actual] };
  return planHost({ host: `h${i}`, resources: [{ kind: unit, desired }], observed }, context);
}

describe('the schema of plans', () => {
  test('takes whatever the planner makes of the units in its cases', () => {
    const hosts = readCases()
      .flatMap(([, cases]) => cases)
      .map(realHost);
    const gone = planHost(
      { host: 'gone', resources: [], observed: { unseen: 'refused' } },
      { allowCritical: false, includes: () => true },
    );
    const rollouts = [{ batches: [['h1'], ['h2']], maxFailures: 1, pause: 0, onFailure: 'stop' }] as const;
    const origin = { id: '20261121T221500Z-4f2a', created: '2026-11-21T22:15:00.000Z' };
    const source = { commit: 'a'.repeat(40), dirty: true };
    const plan = planFleet([...hosts, gone], rollouts, { ...origin, source });
    expect(new Set(plan.hosts.map(({ status }) => status))).toEqual(
      new Set(['changing', 'converged', 'blocked', 'unreachable']),
    );
    expect(load(plan)).toEqual({ plan });
  });

  const broken = (alter: (plan: Plan) => unknown): unknown => alter(aPlan([aHost('a')]));
  const withStep = (step: object): unknown =>
    broken((plan) => ({ ...plan, hosts: [{ ...aHost('a'), changes: [{ ...change, steps: [step] }] }] }));

  test.each([
    [
      'another version',
      { format: 2, anything: true },
      'its format is 2, and this version of fleetwright reads format 1',
    ],
    ['no format', {}, 'its format is undefined, and this version of fleetwright reads format 1'],
    ['half a file', '{ "format": 1, "id"', 'it is not a whole JSON document; save the plan anew'],
    [
      'a missing part',
      broken((plan) => ({ ...plan, hosts: undefined })),
      "it is not a plan: it must have required property 'hosts'",
    ],
    [
      'an unknown key',
      broken((plan) => ({ ...plan, extra: 1 })),
      'it is not a plan: it must NOT have additional properties ("extra")',
    ],
    [
      'an id that is a path',
      broken((plan) => ({ ...plan, id: '../../x' })),
      'it is not a plan: /id must match pattern "^[0-9]{8}T[0-9]{6}Z-[0-9a-f]{4,}$"',
    ],
    [
      'an unknown act',
      withStep({ ...change.steps[1], do: 'reboot' }),
      'it is not a plan: /hosts/0/changes/0/steps/0 value of tag "do" must be in oneOf',
    ],
    [
      'a step without its path',
      withStep({ ...change.steps[0], path: undefined }),
      "it is not a plan: /hosts/0/changes/0/steps/0 must have required property 'path'",
    ],
  ])('refuses %s', (_name, document, problem) => {
    expect(load(document)).toEqual({ problem });
  });

  test('says why a file cannot be read', () => {
    expect(loadPlan(join(dir, 'none.json'))).toEqual({ problem: 'there is no such file' });
  });
});

test('a saved plan is told from a playbook by how it begins', () => {
  const file = (text: string): string => {
    writeFileSync(join(dir, 'f'), text);
    return join(dir, 'f');
  };
  expect(looksLikePlan(file(JSON.stringify(aPlan([]), undefined, 2)))).toBe(true);
  expect(looksLikePlan(file('{"format":7}'))).toBe(true);
  for (const text of ['', '- hosts: all\n', '{ "hosts": "all" }', '[{"format": 1}]'])
    expect(looksLikePlan(file(text))).toBe(false);
  expect(looksLikePlan(join(dir, 'none'))).toBe(false);
  expect(looksLikePlan(dir)).toBe(false);
});
