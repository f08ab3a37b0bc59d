import type { Connection, Script, ScriptResult } from '../../../src/hosts/connection.ts';

/** How a pretended host talks: what it prints, and what it reads from our side. */
export interface Host {
  /** Prints a line of the run, after its nonce. */
  readonly say: (...lines: readonly string[]) => void;
  /** Prints anything. */
  readonly print: (text: string) => void;
  /** What was written to it after the script; `<end>` where it was ended. */
  readonly heard: string[];
  /** Settles when the caller gives up (its signal). */
  readonly left: Promise<void>;
  readonly script: string;
}

export type Behaviour = (host: Host) => ScriptResult | Promise<ScriptResult>;

const nothing = { stdout: new Uint8Array(), stderr: '' };
export const exited = (code = 0, stderr = ''): ScriptResult => ({ ...nothing, type: 'exited', code, stderr });
export const broken = (
  type: 'lost' | 'timeout' | 'overflow' | 'aborted',
  message = 'connection lost',
): ScriptResult => ({ ...nothing, type, message });
export const refused = (message: string): ScriptResult => ({ type: 'refused', message, stderr: '' });

/** A line to a host that behaves as told; `runs` are the scripts it was given. */
export function fakeConnection(behaviour: Behaviour): Connection & { readonly runs: Script[] } {
  const runs: Script[] = [];
  return {
    runs,
    async run(script) {
      runs.push(script);
      return behaviour(hostOf(script));
    },
    close: () => Promise.resolve(),
  };
}

function hostOf(script: Script): Host {
  const text = typeof script.text === 'string' ? script.text : Buffer.from(script.text).toString();
  const nonce = /[0-9a-f]{32}/.exec(text.slice(text.lastIndexOf('\nstart_run ')))?.[0] ?? '';
  const heard: string[] = [];
  const print = (output: string): void => script.onOutput?.(Buffer.from(output));
  script.onInput?.({
    write: (words) => {
      heard.push(String(words));
      return Promise.resolve();
    },
    end: () => heard.push('<end>'),
  });
  return {
    heard,
    print,
    say: (...lines) => lines.forEach((line) => print(`${nonce} ${line}\n`)),
    left: new Promise((resolve) => script.signal?.addEventListener('abort', () => resolve())),
    script: text,
  };
}
