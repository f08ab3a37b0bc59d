import { expect, test } from '@jest/globals';
import { planDocument } from '../../src/report/records/plan-document.ts';
import type { HostPlan, Plan } from '../../src/model/plan.ts';

const host = (name: string): HostPlan => ({
  host: name,
  status: 'blocked',
  reasons: ['two\nlines'],
  facts: '',
  evidence: {},
  changes: [],
});
const plan = (hosts: readonly HostPlan[]): Plan => ({
  format: 1,
  id: 'p',
  created: '2026-11-21T22:15:00Z',
  summary: { hosts: 0, converged: 0, changing: 0, blocked: 0, unreachable: 0, changes: 0, steps: 0 },
  rollouts: [{ batches: [['a']], maxFailures: 0, pause: 0, onFailure: 'stop' }],
  hosts,
});

test.each([0, 1, 3])('a plan of %i hosts is written as what it is, a line for each', (count) => {
  const value = plan(Array.from({ length: count }, (_, index) => host(`h${index}`)));
  const text = [...planDocument(value)].join('');
  expect(JSON.parse(text)).toEqual(value);
  expect(text.match(/^ {4}\{"host"/gm) ?? []).toHaveLength(count);
});
