import { describe, expect, test } from '@jest/globals';
import { Course } from '../../src/apply/course.ts';
import { listener } from '../../src/apply/listen.ts';
import type { Step } from '../../src/model/step.ts';
import { numbered, unit, usual, write } from './support/steps.ts';

/** Lets a host say these lines; a number between them is seconds that go by. */
function follow(said: readonly (string | number)[], steps: readonly Step[] = usual) {
  const lines: string[] = [];
  let now = 0;
  const course = new Course(
    steps,
    {
      onStep: (step, state, seconds, message) =>
        lines.push(`${step.id} ${state} ${seconds}${message ? `: ${message}` : ''}`),
      onNote: (text) => lines.push(`note ${text}`),
    },
    () => now * 1000,
  );
  const hear = listener('N', (one) => course.hear(one));
  for (const one of said) {
    if (typeof one === 'number') now += one;
    else hear(Buffer.from(`N ${one}\n`));
  }
  return { lines, story: course.story };
}

describe('whatever a host says', () => {
  test('each step starts, ends and is undone once at most', () => {
    const wild = ['start s1', 'start s1', 'ok s1', 'ok s1', 'failed s1', 'undone s1', 'undone s1', 'ok s1'];
    const { lines, story } = follow(['begin me', ...wild, 'start s1', 'undo-failed s1', 'end changed']);
    expect(lines).toEqual(['s1 started 0', 's1 done 0', 's1 undone 0']);
    expect(story).toMatchObject({ stepsDone: 1, stepsUndone: 1, failed: [] });
  });

  test('a step that ends has started, and one that never started is not undone', () => {
    const { lines } = follow(['begin me', 'failed s1', 'undone s2', 'end rolled-back']);
    expect(lines).toEqual(['s1 started 0', 's1 failed 0']);
  });

  test('a step that was undone has no other end', () => {
    const { lines } = follow(['begin me', 'start s1', 'undone s1', 'ok s1', 'failed s1', 'end rolled-back']);
    expect(lines).toEqual(['s1 started 0', 's1 undone 0']);
  });

  test('unknown steps and words, and what comes after the end, are passed over', () => {
    const said = [
      'begin me',
      'start s99',
      'ok',
      'dance s1',
      '',
      ' ',
      'end changed',
      'start s1',
      'end failed',
    ];
    const { lines, story } = follow(said);
    expect(lines).toEqual([]);
    expect(story).toMatchObject({ begun: true, end: 'changed', stepsDone: 0 });
  });

  test('control characters are shown, not sent', () => {
    const { lines } = follow(['begin me', 'note \u001b[2J', 'start s1', 'said s1 \u0007', 'failed s1']);
    expect(lines).toEqual(['note \\x1b[2J', 's1 started 0', 's1 failed 0: \\x07']);
  });
});

test('complaints are of the step that failed, not of one before it', () => {
  const steps = numbered(
    { do: 'verify', scope: 'system', unit: 'a.service', strict: false, files: [] },
    write('/etc/a'),
    unit('start', 'a.service'),
  );
  const before = ['begin me', 'start s1', 'said s1 Unknown key', 'ok s1', 'start s2', 'ok s2'];
  const { lines, story } = follow([...before, 'start s3', 'said s3 Job failed', 'failed s3'], steps);
  expect(story).toMatchObject({ failed: ['start a.service'], complaints: ['Job failed'] });
  expect(lines).toEqual(expect.arrayContaining(['note Unknown key', 's3 failed 0: Job failed']));
});

test('what one command said of several units is told once', () => {
  const steps = numbered(unit('start', 'a.service'), unit('start', 'b.service'));
  const both = ['start s1', 'start s2', 'said s1 Job failed', 'failed s1', 'said s2 Job failed', 'failed s2'];
  expect(follow(['begin me', ...both], steps).story).toMatchObject({
    failed: ['start a.service', 'start b.service'],
    complaints: ['Job failed'],
  });
});

test('seconds are the step’s own, and of an undo the undo’s own', () => {
  const ran = ['begin me', 'start s1', 2, 'ok s1', 'start s2', 30, 'failed s2'];
  const { lines } = follow([...ran, 1, 'undone s2', 4, 'undone s1', 'end rolled-back']);
  expect(lines).toEqual([
    ...['s1 started 0', 's1 done 2', 's2 started 0', 's2 failed 30'],
    ...['s2 undone 1', 's1 undone 4'],
  ]);
});

test('a run listens from when it says that it waits or begins', () => {
  expect(follow(['hello']).story).toMatchObject({ answered: true, listens: false, begun: false });
  expect(follow(['waiting bob']).story).toMatchObject({ listens: true, begun: false });
  expect(follow(['begin me']).story).toMatchObject({ listens: true, begun: true });
  expect(follow(['waiting bob']).lines).toEqual(['note waits for another run: bob']);
});
