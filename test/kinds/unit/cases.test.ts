import { describe, expect, test } from '@jest/globals';
import { hostOf } from './support/described-host.ts';
import { desiredOf, planOf, settle, told } from './support/plan-case.ts';
import { readCases } from './support/unit-case.ts';

const parts = (texts: readonly string[] = []): unknown =>
  texts.map((text): unknown => expect.stringContaining(text));

describe.each(readCases())('%s', (_, cases) => {
  test.each(cases)('$it', (one) => {
    const { desired, said, refused } = desiredOf(one);
    expect(said).toEqual(parts(one.said));
    if (refused) return;
    const host = hostOf(one.host ?? {});
    const { differences, ...rest } = told(planOf(host, desired, one));
    const { steps = [], blocked, warnings } = one;
    expect(rest).toEqual({ steps, blocked: parts(blocked), warnings: parts(warnings) });
    if (one.differences !== undefined) expect(differences).toEqual(one.differences);

    const second = settle(host, desired, one);
    if (one.unsettled === undefined) expect([second.blocked, second.steps]).toEqual([[], []]);
    else expect([second.blocked, second.steps]).not.toEqual([[], []]);
  });
});
