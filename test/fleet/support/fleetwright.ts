import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

export interface RunOptions {
  readonly cwd: string;
  /** Added to this process's environment, without its FLEETWRIGHT_ variables; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
  /** When it is aborted, the program is sent `killWith`. */
  readonly signal?: AbortSignal;
  readonly killWith?: 'SIGINT' | 'SIGTERM' | 'SIGKILL';
}

export interface RunResult {
  /** Exit code; 128 + the signal's number where a signal ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** TEST_PROGRAM names the `main.js` of another build than the checkout's own. */
const program =
  process.env['TEST_PROGRAM'] ?? fileURLToPath(new URL('../../../dist/main.js', import.meta.url));
const signalNumbers = { SIGINT: 2, SIGTERM: 15, SIGKILL: 9 } as const;

/** A program that has begun. */
export interface Running {
  readonly kill: (signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL') => void;
  readonly ended: Promise<RunResult>;
}

const running = new Set<Running>();

/** Ends what a test that failed has left running. */
export async function endAll(): Promise<void> {
  const left = [...running];
  for (const { kill } of left) kill('SIGKILL');
  await Promise.all(left.map(({ ended }) => ended));
}

/** Runs the built program as a person would, without a terminal; any exit code is a result. */
export function start(args: readonly string[], options: RunOptions): Running {
  const child = execa(process.execPath, [program, ...args], {
    cwd: options.cwd,
    env: { ...outerEnvironment(), ...options.env },
    extendEnv: false,
    input: options.input ?? '',
    reject: false,
    stripFinalNewline: false,
    forceKillAfterDelay: false,
  });
  const kill: Running['kill'] = (signal) => void child.kill(signal);
  const stop = (): void => kill(options.killWith ?? 'SIGTERM');
  options.signal?.addEventListener('abort', stop, { once: true });
  const ended = child.then(({ exitCode, signal, stdout, stderr }): RunResult => {
    options.signal?.removeEventListener('abort', stop);
    running.delete(started);
    return { code: exitCode ?? 128 + signalNumbers[signal as keyof typeof signalNumbers], stdout, stderr };
  });
  const started: Running = { kill, ended };
  running.add(started);
  return started;
}

/** As `start`, for who only wants to know how it ends. */
export function fleetwright(args: readonly string[], options: RunOptions): Promise<RunResult> {
  return start(args, options).ended;
}

function outerEnvironment(): Record<string, string | undefined> {
  const kept = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('FLEETWRIGHT_') && name !== 'NODE_OPTIONS',
  );
  return Object.fromEntries(kept);
}
