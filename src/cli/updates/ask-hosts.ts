import type { Connection, Limits } from '../../hosts/connection.ts';
import { eachHost } from '../../hosts/each-host.ts';
import { call } from '../../hosts/quote.ts';
import { shell } from '../../hosts/script.ts';
import { printable } from '../../model/printable.ts';
import { exitCodes } from '../exit-code.ts';
import type { Asking } from './asking.ts';

/** What a host's updater answered. */
export interface Answer {
  readonly host: string;
  /** `none`: the host has no such repository; `unheard`: it could not be asked, `lines` say why. */
  readonly type: 'here' | 'none' | 'unheard';
  /** The updater's own exit code. */
  readonly code: number;
  /** Safe to show. */
  readonly lines: readonly string[];
}

/** A call of one of the functions in hosts/sh/updates.sh. */
export interface Question {
  readonly function: 'updates' | 'updates_status' | 'updates_log';
  readonly words: readonly string[];
  /** Milliseconds that it may take. */
  readonly timeout: number;
  /** Hears each line as it comes. */
  readonly onLine?: (host: string, line: string) => void;
}

/** Asks hosts, all at once as far as forks allow, each in one round trip; answers come in the order of the hosts. */
export async function askHosts(
  names: readonly string[],
  question: Question,
  { reach, forks, frame }: Asking,
): Promise<readonly Answer[]> {
  const answers = new Map<string, Answer>();
  const bugs: unknown[] = [];
  await eachHost(
    names,
    async (name) => {
      const connection = await reach.connect(name, false);
      if ('type' in connection) return unheard(name, connection.message);
      const answer = await ask(name, connection, question, frame.stop);
      await reach.release(name);
      return answer;
    },
    {
      forks,
      signal: frame.stop,
      settled: (name, one) => {
        if (one.type === 'broke') bugs.push(one.error);
        else
          answers.set(name, one.type === 'done' ? one.value : unheard(name, 'interrupted before its turn'));
      },
    },
  );
  if (bugs.length > 0) throw bugs[0];
  return names.flatMap((name) => answers.get(name) ?? []);
}

async function ask(
  host: string,
  connection: Connection,
  question: Question,
  signal: AbortSignal,
): Promise<Answer> {
  const text = `${shell('common', 'updates')}\n${call(question.function, ...question.words)}\n`;
  const limits: Limits = { maxBytes: 8 << 20, idleMs: question.timeout, totalMs: question.timeout };
  const lines: string[] = [];
  const heard = lineReader((line) => {
    lines.push(line);
    if (lines.length > 1 && line !== '') question.onLine?.(host, line);
  });
  const result = await connection.run({ text, privileged: true, limits, signal, onOutput: heard.push });
  heard.end();
  if (result.type !== 'exited') return unheard(host, printable(result.message));
  const [first, ...rest] = lines;
  if (first === 'none') return { host, type: 'none', code: 0, lines: [] };
  if (first !== 'here') return unheard(host, printable(result.stderr.trim()) || 'the host gave no answer');
  return { host, type: 'here', code: result.code, lines: rest };
}

function unheard(host: string, why: string): Answer {
  return { host, type: 'unheard', code: exitCodes.unreachable, lines: [why] };
}

/** Bytes → lines that are safe to show. */
function lineReader(onLine: (line: string) => void): {
  readonly push: (chunk: Uint8Array) => void;
  readonly end: () => void;
} {
  const decoder = new TextDecoder();
  let rest = '';
  return {
    push: (chunk) => {
      const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = parts.pop() ?? '';
      for (const part of parts) onLine(printable(part));
    },
    end: () => {
      if (rest !== '') onLine(printable(rest));
    },
  };
}
