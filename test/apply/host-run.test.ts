import { describe, expect, test } from '@jest/globals';
import { runOnHost, type HostRun } from '../../src/apply/host-run.ts';
import type { Outcome } from '../../src/model/event.ts';
import { broken, exited, fakeConnection, refused, type Behaviour } from './support/fake-connection.ts';
import { numbered, usual } from './support/steps.ts';

/** What was told, as lines; the clock counts its readings in seconds. */
function told(changes: Partial<HostRun> = {}) {
  const lines: string[] = [];
  let seconds = 0;
  const run: HostRun = {
    ...{ host: 'web', steps: usual, run: 'R1', holder: 'me', lockWait: 0, onFailure: 'rollback' },
    ...{ stop: new AbortController().signal, leave: new AbortController().signal },
    now: () => (seconds += 1) * 1000,
    onStep: (step, state, _seconds, message) =>
      lines.push(`${step.id} ${state}${message === undefined ? '' : `: ${message}`}`),
    onNote: (text) => lines.push(`note ${text}`),
    ...changes,
  };
  return { lines, run };
}

async function ends(behaviour: Behaviour, changes: Partial<HostRun> = {}) {
  const { lines, run } = told(changes);
  const { result, deadLine } = await runOnHost(fakeConnection(behaviour), run);
  return { ...result, deadLine, lines };
}

/** A host that says these lines and goes. */
const says =
  (...lines: readonly string[]): Behaviour =>
  ({ say }) => {
    say('hello', ...lines);
    return exited();
  };

const firstThree = ['begin me', 'start s1', 'ok s1', 'start s2', 'ok s2', 'start s3'];

describe('a host that comes to an end', () => {
  test('changed: every step starts and ends once, in order', async () => {
    const behaviour = says(...firstThree, 'ok s3', 'start s4', 'ok s4', 'end changed');
    expect(await ends(behaviour)).toMatchObject({
      outcome: 'changed',
      deadLine: false,
      stepsDone: 4,
      stepsUndone: 0,
      lines: [
        's1 started',
        's1 done',
        's2 started',
        's2 done',
        's3 started',
        's3 done',
        's4 started',
        's4 done',
      ],
    });
  });

  test('rolled back: what failed, what it complained of, and the unit’s journal', async () => {
    const undo = ['undone s3', 'undone s1', 'end rolled-back'];
    const behaviour = says(...firstThree, 'said s3 Job failed', 'log s3 no such file', 'failed s3', ...undo);
    expect(await ends(behaviour)).toMatchObject({
      outcome: 'rolled-back',
      message: 'start a.service failed: Job failed',
      journal: ['no such file'],
      stepsDone: 2,
      stepsUndone: 2,
      lines: expect.arrayContaining(['s3 failed: Job failed', 's3 undone', 's1 undone']),
    });
  });

  test('left as it is', async () => {
    const result = await ends(says(...firstThree, 'failed s3', 'end failed'), { onFailure: 'stop' });
    expect(result).toMatchObject({ outcome: 'failed', stepsUndone: 0 });
    expect(result.message).toBe('start a.service failed; left as it is (on_failure: stop)');
  });

  test('an undo that failed names the files that were kept', async () => {
    const result = await ends(
      says(...firstThree, 'failed s3', 'undone s3', 'undo-failed s1', 'end undo-failed'),
    );
    expect(result).toMatchObject({ outcome: 'failed', stepsUndone: 1 });
    expect(result.message).toContain('undoing write /etc/systemd/system/a.service failed');
    expect(result.message).toContain('/var/lib/fleetwright/runs/R1/saved');
  });

  const others: readonly (readonly [string, readonly string[], Outcome, string])[] = [
    [
      'interrupted',
      ['begin me', 'start s1', 'ok s1', 'undone s1', 'end interrupted'],
      'interrupted',
      'put back',
    ],
    ['interrupted while it waited', ['waiting bob', 'end interrupted'], 'interrupted', 'before it began'],
    [
      'stale',
      ['begin me', 'moved /etc/a', 'moved /etc/b', 'end stale'],
      'stale',
      'since the plan: /etc/a; /etc/b;',
    ],
    ['locked', ['locked bob since 12:00'], 'locked', 'another run holds this host: bob since 12:00; wait'],
    ['there before', ['end again'], 'lost', 'had come to this host before, over a line that broke'],
    ['refused at the start', ['refused no room'], 'failed', 'nothing was changed: no room'],
    [
      'refused while it prepared',
      ['begin me', 'refused no room', 'end refused'],
      'failed',
      'nothing was changed: no',
    ],
  ];
  test.each(others)('%s', async (_, lines, outcome, message) => {
    const result = await ends(says(...lines));
    expect(result.outcome).toBe(outcome);
    expect(result.message).toContain(message);
  });

  test('a host that ends its run is told that we have nothing more to say', async () => {
    let heard: readonly string[] = [];
    await ends((host) => {
      host.say('begin me', 'end changed');
      heard = host.heard;
      return exited();
    });
    expect(heard).toEqual(['<end>']);
  });
});

describe('a host whose end is not heard', () => {
  test('its shell ends before the run begins', async () => {
    expect(await ends(() => exited(127, 'noise\nsh: mkdir: not found\n'))).toMatchObject({
      outcome: 'failed',
      message: 'the run ended without a word: sh: mkdir: not found; nothing was changed',
      deadLine: false,
    });
  });

  test('its run ends without a word', async () => {
    const result = await ends(says(...firstThree));
    expect(result).toMatchObject({ outcome: 'failed', stepsDone: 2 });
    expect(result.message).toMatch(/^the run ended without a word; it finishes or undoes the run by itself/);
  });

  test.each(['lost', 'timeout', 'overflow', 'aborted'] as const)('%s in the course of it', async (type) => {
    const result = await ends(({ say }) => {
      say('begin me', 'start s1');
      return broken(type, 'gone');
    });
    expect(result).toMatchObject({ outcome: 'lost', deadLine: false, lines: ['s1 started'] });
    expect(result.message).toMatch(/^gone; it finishes or undoes the run by itself/);
  });

  test('lost before it began: nobody knows whether it did', async () => {
    const result = await ends(() => broken('lost', 'gone'));
    expect(result).toMatchObject({ outcome: 'lost', deadLine: true });
    expect(result.message).toMatch(/^gone; if the host had begun, it finishes/);
  });

  test('become refused', async () => {
    expect(await ends(() => refused('sudo wants a password'))).toMatchObject({
      outcome: 'unreachable',
      message: 'sudo wants a password',
      deadLine: false,
    });
  });

  test('lost after the end was said', async () => {
    const behaviour: Behaviour = ({ say }) => {
      say('begin me', 'end changed');
      return broken('lost');
    };
    expect(await ends(behaviour)).toMatchObject({ outcome: 'changed' });
  });
});

describe('asked to stop', () => {
  const asked = async (before: readonly string[], after: readonly string[]) => {
    const stop = new AbortController();
    let heard: readonly string[] = [];
    const result = await ends(
      (host) => {
        host.say(...before);
        stop.abort();
        heard = [...host.heard];
        host.say(...after);
        heard = host.heard;
        return exited();
      },
      { stop: stop.signal },
    );
    return { heard, outcome: result.outcome };
  };

  test('a host at work is told', async () => {
    const { heard, outcome } = await asked(['begin me', 'start s1'], ['undone s1', 'end interrupted']);
    expect([heard, outcome]).toEqual([['stop\n', '<end>'], 'interrupted']);
  });

  test('a host that waits for its lock is told', async () => {
    expect(await asked(['waiting bob'], ['end interrupted'])).toMatchObject({ heard: ['stop\n', '<end>'] });
  });

  test('a host that has not begun would take the word for shell text: it is told when it begins', async () => {
    expect(await asked(['hello'], ['begin me'])).toMatchObject({ heard: ['stop\n'] });
  });

  test('and is told nothing when it never begins', async () => {
    expect(await asked([], [])).toMatchObject({ heard: [] });
  });

  test('whoever leaves closes the line', async () => {
    const leave = new AbortController();
    const result = ends(
      async (host) => {
        host.say('begin me');
        await host.left;
        return broken('aborted', 'left');
      },
      { leave: leave.signal },
    );
    leave.abort();
    expect(await result).toMatchObject({ outcome: 'lost' });
  });
});

test('a host may be silent for as long as its checks and its wait may take', async () => {
  const connection = fakeConnection(says('begin me', 'end changed'));
  const steps = numbered({
    ...{ do: 'health', scope: 'system', unit: 'a.service' },
    health: { settle: 60_000, timeout: 600_000 },
  });
  await runOnHost(connection, told({ steps, lockWait: 300 }).run);
  const [script] = connection.runs;
  expect(script?.limits.idleMs).toBeGreaterThanOrEqual(12 * 60_000 + 660_000 + 300_000);
  expect(script?.privileged).toBe(true);
});
