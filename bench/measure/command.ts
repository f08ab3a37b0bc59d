import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { watchMemory } from './memory.ts';

/** A program to measure. */
export interface Command {
  readonly argv: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** What a program cost on this machine, itself and all it started and waited for. */
export interface Cost {
  readonly seconds: number;
  /** CPU time, user and system. */
  readonly cpu: number;
  /** Peak resident memory in MB: of all its processes at one moment, added up. */
  readonly memory: number;
}

/** A finished program: what it cost, how it ended and where its output lies. */
export interface Measured extends Cost {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * bash reports the CPU time of all descendants that were waited for (getrusage(2), RUSAGE_CHILDREN), to the
 * millisecond. The output goes to files, so that nobody here has to read it meanwhile.
 */
const timed = 'TIMEFORMAT="%U %S"; { time "$@" >"$0/stdout" 2>"$0/stderr" </dev/null; } 2>"$0/time"; exit';

/** Runs a program to its end; its output is kept in `dir`, and stays there until the next one. */
export async function measure(command: Command, dir: string): Promise<Measured> {
  const began = performance.now();
  const child = spawn('bash', ['-c', timed, dir, ...command.argv], {
    cwd: command.cwd,
    env: { ...outerEnvironment(), ...command.env },
    stdio: 'inherit',
  });
  const memory = watchMemory(child.pid);
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', reject).on('exit', (exit) => resolve(exit ?? 128));
  });
  const seconds = (performance.now() - began) / 1000;
  const peak = memory.stop();
  const [time, stdout, stderr] = await Promise.all(
    ['time', 'stdout', 'stderr'].map((name) => readFile(join(dir, name), 'utf8')),
  );
  const [user = 0, system = 0] = (time ?? '').trim().split(' ').map(Number);
  return { seconds, cpu: user + system, memory: peak, code, stdout: stdout ?? '', stderr: stderr ?? '' };
}

/** Whoever runs the benchmark may have an agent, a preloaded library or settings of ours. */
function outerEnvironment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'HOME', 'USER', 'LOGNAME', 'TMPDIR'];
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => kept.includes(name)));
}
