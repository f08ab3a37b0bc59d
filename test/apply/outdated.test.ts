import { expect, test } from '@jest/globals';
import { outdated } from '../../src/apply/outdated.ts';
import type { AnyKind } from '../../src/kinds/kind.ts';
import type { Json } from '../../src/model/json.ts';
import { lookHost } from '../observe/support/look-host.ts';
import { hostPlan } from './support/fleet-plan.ts';

const was = `sha256:${'0'.repeat(64)}`;

/** A kind whose one resource has these facts now. */
function kindWith(facts: Readonly<Record<string, Json>>): AnyKind {
  return { name: 'unit', probe: () => [], read: () => ({}), named: () => ({}), facts: () => facts } as never;
}

const plan = hostPlan('web', undefined, {
  evidence: { 'unit/a.service': { file: was, mask: null, links: ['x'], invocation: '' } },
});
const same = { file: was, mask: null, links: ['x'], invocation: '' };

test('a plan that was not saved rests on what was just seen', async () => {
  const host = lookHost({});
  expect(await outdated(host, plan, undefined)).toBeUndefined();
  expect(host.scripts).toEqual([]);
});

test('a saved plan whose facts still hold', async () => {
  expect(await outdated(lookHost({}), plan, [kindWith(same)])).toBeUndefined();
});

test('what has moved is named, short and safe to show', async () => {
  const now = { file: `sha256:${'f'.repeat(64)}`, mask: '/etc/\u001b', links: [], invocation: 'abc' };
  expect(await outdated(lookHost({}), plan, [kindWith(now)])).toEqual({
    outcome: 'stale',
    message:
      'changed since the plan was made: unit/a.service file: sha256:000000000000 → sha256:ffffffffffff; unit/a.service mask: nothing → /etc/\\x1b; unit/a.service links: ["x"] → []; unit/a.service invocation: nothing → abc; plan again',
  });
});

test('a host that cannot be looked at was not reached', async () => {
  expect(await outdated(lookHost({ host: 'systemd=none\n' }), plan, [kindWith(same)])).toMatchObject({
    outcome: 'unreachable',
  });
});
