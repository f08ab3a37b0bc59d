import { describe, expect, test } from '@jest/globals';
import type { AnyKind, Finding, PlanContext } from '../../src/kinds/kind.ts';
import type { HostFacts, Observed } from '../../src/model/observed.ts';
import type { HostPlan } from '../../src/model/plan.ts';
import type { ProposedStep } from '../../src/model/step.ts';
import { planHost } from '../../src/plan/plan-host.ts';
import { plan, stepsOf, summarise } from '../../src/plan/plan.ts';

const context: PlanContext = { allowCritical: false, includes: () => true };
const reload: ProposedStep = { do: 'daemon-reload', phase: 'reload', scope: 'system', because: '' };
const start = (unit: string): ProposedStep => ({
  do: 'start',
  phase: 'start',
  scope: 'system',
  unit,
  because: '',
});
const on = { field: 'active', from: false, to: true } as const;
const finding = (name: string, more: Partial<Finding> = {}): Finding => ({
  ...{ address: `unit/${name}`, evidence: { active: 'inactive' }, differences: [], steps: [] },
  ...more,
});

/** A kind whose resources come to what a test says; a plan needs nothing else of it. */
function kindOf(findings: readonly Finding[]): AnyKind {
  return { name: 'unit', section: 'units', compare: () => findings } as never;
}

function planned(
  kinds: readonly (readonly Finding[])[],
  facts: Partial<HostFacts> = {},
  more: Partial<PlanContext> = {},
): HostPlan {
  const observed: Observed = { facts: { systemd: 257, runs: [], ...facts }, actuals: kinds.map(() => null) };
  const resources = kinds.map((findings) => ({ kind: kindOf(findings), desired: [] }));
  return planHost({ host: 'web', resources, observed }, { ...context, ...more });
}

describe('planHost', () => {
  test('steps of all resources are numbered in the order they run, each with its first owner', () => {
    const host = planned([
      [
        finding('a', { differences: [on], steps: [start('a'), reload] }),
        finding('b', { steps: [reload, start('b')] }),
      ],
      [finding('c', { differences: [on], steps: [start('c')] })],
    ]);
    expect(host.status).toBe('changing');
    expect(stepsOf(host).map(({ id, do: act }) => `${id} ${act}`)).toEqual([
      ...['s1 daemon-reload', 's2 start', 's3 start', 's4 start'],
    ]);
    expect(host.changes.map(({ address, steps }) => [address, steps.map(({ id }) => id)])).toEqual([
      ['unit/a', ['s1', 's2']],
      ['unit/b', ['s3']],
      ['unit/c', ['s4']],
    ]);
  });

  test('a host with nothing to do is converged, and its facts are kept all the same', () => {
    const host = planned([[finding('a')]]);
    expect(host).toMatchObject({
      status: 'converged',
      changes: [],
      evidence: { 'unit/a': { active: 'inactive' } },
    });
    expect(host).not.toHaveProperty('reasons');
    expect(host).not.toHaveProperty('warnings');
  });

  test('one thing that cannot be leaves the whole host untouched, and all reasons are told', () => {
    const host = planned([
      [
        finding('a', { differences: [on], steps: [start('a')] }),
        finding('b', { blocked: ['static', 'masked'] }),
      ],
      [finding('c', { blocked: ['gone'] })],
    ]);
    expect(host).toMatchObject({ status: 'blocked', reasons: ['static', 'masked', 'gone'] });
    expect(stepsOf(host)).toEqual([]);
    expect(host.changes).toEqual([{ address: 'unit/a', differences: [on], steps: [] }]);
  });

  test('what is left out neither blocks, nor warns, nor counts among the facts', () => {
    const includes = (address: string): boolean => address !== 'unit/b';
    const host = planned(
      [[finding('a'), finding('b', { blocked: ['static'], warnings: ['old'], steps: [start('b')] })]],
      {},
      { includes },
    );
    expect(host).toMatchObject({ status: 'converged', evidence: { 'unit/a': {} } });
    expect(Object.keys(host.evidence)).toEqual(['unit/a']);
    expect(host).not.toHaveProperty('warnings');
  });

  test('a host that was not seen', () => {
    const input = { host: 'web', resources: [{ kind: kindOf([finding('a')]), desired: [] }] };
    expect(planHost({ ...input, observed: { unseen: 'port closed' } }, context)).toMatchObject({
      ...{ host: 'web', status: 'unreachable', reasons: ['port closed'], evidence: {}, changes: [] },
    });
  });

  test('a run without an end is told of, one with an end is not', () => {
    const runs = [{ id: 'R1' }, { id: 'R2', result: 'changed', ended: 1 }];
    const { warnings, status } = planned([[finding('a', { warnings: ['odd'] })]], { runs });
    expect(status).toBe('converged');
    expect(warnings).toEqual([expect.stringContaining('run R1 has no end on this host'), 'odd']);
  });

  test('the fingerprint follows the facts, not the order in which they were found', () => {
    const [a, b] = [finding('a'), finding('b')];
    const moved = finding('b', { evidence: { active: 'active' } });
    expect(planned([[a, b]]).facts).toBe(planned([[b, a]]).facts);
    expect(planned([[a, b]]).facts).not.toBe(planned([[a, moved]]).facts);
  });
});

describe('plan', () => {
  const hosts = [
    planned([[finding('a', { steps: [start('a'), reload] })]]),
    { ...planned([[finding('a', { blocked: ['static'], differences: [on] })]]), host: 'db' },
    { ...planned([[finding('a')]]), host: 'mail' },
  ];
  const origin = { id: 'P1', created: '2026-11-21T22:15:00Z' };

  test('counts what will be done, and nothing of what will not', () => {
    expect(summarise(hosts)).toEqual({
      ...{ hosts: 3, converged: 1, changing: 1, blocked: 1, unreachable: 0, changes: 1, steps: 2 },
    });
  });

  test('survives JSON, and is the same for the same input', () => {
    const whole = plan(hosts, [], origin);
    expect(JSON.parse(JSON.stringify(whole))).toEqual(whole);
    expect(plan(hosts, [], origin)).toEqual(whole);
    expect(whole).not.toHaveProperty('source');
    const source = { commit: 'c0ffee', dirty: true };
    expect(plan(hosts, [], { ...origin, source })).toMatchObject({ format: 1, source });
  });

  test('steps are in order of number, not of text', () => {
    const many = Array.from({ length: 12 }, (_, index) =>
      finding(`u${index}`, { steps: [start(`u${index}`)] }),
    );
    expect(stepsOf(planned([many])).map(({ id }) => id)).toEqual(
      Array.from({ length: 12 }, (_, index) => `s${index + 1}`),
    );
  });
});
