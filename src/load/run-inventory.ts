import { resolve } from 'node:path';

import type { Diagnostic } from '../model/diagnostic.ts';
import { printableLines } from '../model/printable.ts';

/** Bounds on an executable inventory. */
const seconds = 30;
const maxBytes = 64 * 1024 * 1024;
/** Milliseconds from the polite signal to the last one. */
const patience = 500;

/** Runs an executable inventory, without a terminal or input, and gives what it prints. */
export async function runInventory(file: string, timeout = seconds * 1000): Promise<string | Diagnostic> {
  const { execa } = await import('execa'); // most inventories are documents, and need none
  const running = execa(resolve(file), [], {
    ...{ timeout, maxBuffer: maxBytes, reject: false, stdin: 'ignore', stripFinalNewline: false },
    forceKillAfterDelay: patience,
  });
  // What it has started itself may live on and hold the pipes open; nobody waits for that.
  const hangUp = setTimeout(
    () => [running.stdout, running.stderr].forEach((pipe) => pipe.destroy()),
    timeout + 2 * patience,
  );
  const ended = await running;
  clearTimeout(hangUp);
  if (!ended.failed) return ended.stdout;
  return failure(file, whyFailed(ended, timeout), ended.stderr);
}

interface Ended {
  readonly timedOut: boolean;
  readonly isMaxBuffer: boolean;
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly code?: string | undefined;
}

function whyFailed(ended: Ended, timeout: number): string {
  if (ended.timedOut) return `it did not end within ${timeout / 1000} seconds`;
  if (ended.isMaxBuffer) return `it printed more than ${maxBytes / 1024 / 1024} MB`;
  if (ended.exitCode !== undefined) return `it ended with exit code ${ended.exitCode}`;
  if (ended.signal !== undefined) return `it was ended by ${ended.signal}`;
  return ended.code === 'ENOEXEC' ? 'it cannot be run: its first line is not `#!/…`' : 'it cannot be run';
}

function failure(file: string, why: string, stderr: string): Diagnostic {
  const said = printableLines(stderr).slice(-10).join('\n').trim();
  const hint = said === '' ? 'it printed no error' : `it said: ${said}`;
  return { severity: 'error', message: `the inventory ${file} failed: ${why}`, hint };
}
