import { randomBytes } from 'node:crypto';
import type { Connection, Limits, ScriptInput } from '../hosts/connection.ts';
import type { HostResult } from '../model/event.ts';
import type { Step } from '../model/step.ts';
import { Course, type Listener } from './course.ts';
import { listener } from './listen.ts';
import { outcomeOf } from './outcome-of.ts';
import { runScript } from './run-script.ts';

/** What one host is to do, and who wants to know. */
export interface HostRun extends Listener {
  readonly host: string;
  readonly steps: readonly Step[];
  readonly run: string;
  readonly holder: string;
  readonly lockWait: number;
  readonly onFailure: 'rollback' | 'stop';
  /** Aborted: begin no new step, put back what was done. */
  readonly stop: AbortSignal;
  /** Aborted: wait no longer; the host goes on by itself. */
  readonly leave: AbortSignal;
  readonly now: () => number;
}

const minute = 60_000;

/**
 * A job may take five minutes (JOB_LIMIT in jobs.sh), in the undo again, and a health check what it was given, for each
 * of its two questions, and an update of a repository what its policy allows; nothing else on a host is slow.
 */
function limitsOf(run: HostRun): Limits {
  const checks = run.steps.map((step) =>
    step.do === 'health'
      ? step.health.settle + 2 * step.health.timeout
      : step.do === 'update-repo'
        ? step.timeout
        : 0,
  );
  const idleMs = 6 * minute + Math.max(0, ...checks) + run.lockWait * 1000;
  const totalMs = idleMs + checks.reduce((sum, one) => sum + one, 0) + run.steps.length * 11 * minute;
  return { maxBytes: 64 << 20, idleMs, totalMs };
}

/**
 * Hands the steps to a host and follows them to their end. Never throws for what a host does. `deadLine`: the line broke
 * before the host had said a word.
 */
export async function runOnHost(
  connection: Connection,
  run: HostRun,
): Promise<{ readonly result: HostResult; readonly deadLine: boolean }> {
  const nonce = randomBytes(16).toString('hex');
  const course = new Course(run.steps, run, run.now);
  const started = run.now();
  let input: ScriptInput | undefined;
  const askToStop = (): void => {
    if (course.story.listens) void input?.write('stop\n');
  };
  run.stop.addEventListener('abort', askToStop);
  const result = await connection.run({
    text: runScript(run.steps, { ...run, nonce }),
    privileged: true,
    limits: limitsOf(run),
    signal: run.leave,
    onInput: (writer) => (input = writer),
    onOutput: listener(nonce, (said) => {
      course.hear(said);
      if ((said.name === 'begin' || said.name === 'waiting') && run.stop.aborted) askToStop();
      if (said.name === 'end' || said.name === 'locked' || said.name === 'refused') input?.end();
    }),
  });
  run.stop.removeEventListener('abort', askToStop);
  const { story } = course;
  const [outcome, message] = outcomeOf(story, result, run.run);
  return {
    deadLine: result.type === 'lost' && !story.answered,
    result: {
      ...{ host: run.host, outcome },
      ...(message === undefined ? {} : { message }),
      ...(story.journal.length > 0 ? { journal: story.journal } : {}),
      ...{ stepsDone: story.stepsDone, stepsUndone: story.stepsUndone },
      seconds: (run.now() - started) / 1000,
    },
  };
}
