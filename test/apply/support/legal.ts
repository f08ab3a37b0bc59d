import { expect } from '@jest/globals';
import type { RunEvent } from '../../../src/model/event.ts';
import type { Plan } from '../../../src/model/plan.ts';

/**
 * The order that events have, whatever fails: the run begins first and ends last, each host of the plan ends once, and
 * what is told of a host and its steps lies between its beginning and its end.
 */
export function expectLegal(events: readonly RunEvent[], plan: Plan): void {
  const types = events.map(({ type }) => type);
  expect([types[0], types.at(-1)]).toEqual(['run-started', 'run-finished']);
  expect(types.filter((type) => type.startsWith('run-'))).toHaveLength(2);
  const ended = events.flatMap((event) => (event.type === 'host-finished' ? [event.result.host] : []));
  expect(ended.toSorted()).toEqual(plan.hosts.map(({ host }) => host).sort());
  for (const { host } of plan.hosts) expectLegalHost(events, host);
}

function expectLegalHost(events: readonly RunEvent[], host: string): void {
  const own = events.filter((event) => ('host' in event ? event.host : hostOf(event)) === host);
  const types = own.map(({ type }) => type);
  expect(types.filter((type) => type === 'host-started').length).toBeLessThanOrEqual(1);
  expect(types.at(-1)).toBe('host-finished');
  if (own.length > 1) expect(types[0]).toBe('host-started');
  const steps = own.flatMap((event) => ('step' in event ? [event] : []));
  for (const id of new Set(steps.map(({ step }) => step.id))) {
    const states = steps
      .filter(({ step }) => step.id === id)
      .map((event) => (event.type === 'step-finished' ? event.state : 'started'))
      .join(' ');
    // A step that has no end when its host has is one whose end nobody heard.
    expect(states).toMatch(/^started( done| failed)?( undone| undo-failed)?$/);
  }
}

function hostOf(event: RunEvent): string | undefined {
  return event.type === 'host-finished' ? event.result.host : undefined;
}
