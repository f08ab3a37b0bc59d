#!/usr/bin/env node
import { randomBytes } from 'node:crypto';
import { readFileSync, writeSync } from 'node:fs';
import process from 'node:process';

import { exitCodes } from './cli/exit-code.ts';
import type { Frame, Output } from './cli/frame.ts';
import { runProgram } from './cli/program.ts';
import { packageFile } from './package-file.ts';

const { version } = JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as {
  version: string;
};

process.on('uncaughtException', reportBug);
for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosed);
const interruption = watchSignals();
runProgram(process.argv.slice(2), makeFrame()).then(exit, reportBug);

function makeFrame(): Frame {
  return {
    version,
    cwd: process.cwd(),
    env: process.env,
    out: output(process.stdout),
    err: output(process.stderr),
    terminal: process.stderr.isTTY ? process.stderr : undefined,
    inputIsTerminal: process.stdin.isTTY,
    prompt: async () => (await import('./cli/prompt.ts')).terminalPrompt(interruption.interrupt),
    now: () => new Date(),
    random: (bytes) => randomBytes(bytes),
    stop: interruption.stop,
    leave: interruption.leave,
    stoppedBy: interruption.stoppedBy,
  };
}

function output(stream: NodeJS.WriteStream): Output {
  return {
    write: (chunk) => void stream.write(chunk),
    isTerminal: stream.isTTY,
    get width() {
      return stream.isTTY ? stream.columns : 80;
    },
  };
}

/** Once: stop gently. Twice: stop waiting. Three times: be gone; the hosts finish or undo by themselves. */
function watchSignals(): Pick<Frame, 'stop' | 'leave' | 'stoppedBy'> & { readonly interrupt: () => void } {
  const [stop, leave] = [new AbortController(), new AbortController()];
  let first: 'SIGINT' | 'SIGTERM' | undefined;
  const heed = (signal: 'SIGINT' | 'SIGTERM'): void => {
    if (leave.signal.aborted) abandon('', exitCodes[first ?? signal]);
    if (stop.signal.aborted) leave.abort();
    else stop.abort();
    first ??= signal;
  };
  process.on('SIGINT', heed).on('SIGTERM', heed);
  // A terminal that is closed must not end a run between two steps.
  process.on('SIGHUP', () => heed('SIGTERM'));
  return { stop: stop.signal, leave: leave.signal, stoppedBy: () => first, interrupt: () => heed('SIGINT') };
}

/** Ends the program even where a connection would keep it alive, but not before what was written is out. */
function exit(code: number): void {
  const signal = interruption.stoppedBy();
  process.stdout.write('', () => process.exit(signal === undefined ? code : exitCodes[signal]));
}

/** `fleetwright plan | head`, or a terminal that was closed: nobody reads any more; the run goes on. */
function ignoreClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'EIO') reportBug(error);
}

function reportBug(bug: unknown): void {
  const stack = bug instanceof Error ? (bug.stack ?? bug.message) : String(bug);
  abandon(
    `\nThis is a bug in fleetwright ${version} (Node ${process.version}, ${process.platform}), not your mistake.\n` +
      `Please report it with the command you typed and these lines:\n\n${stack}\n`,
    exitCodes.error,
  );
}

/** Ends the program at once. A board may hold stderr and have hidden the cursor: both are passed by. */
function abandon(text: string, code: number): never {
  writeSync(process.stderr.fd, `${process.stderr.isTTY ? '\u001b[?25h' : ''}${text}`);
  process.exit(code);
}
