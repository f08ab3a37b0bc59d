import type { Readable, Writable } from 'node:stream';
import { execa } from 'execa';
import type { Listener, Pipe, PipeEnd, Spawn } from '../run/pipe.ts';

/** Starts programs on this machine: for `local` hosts, and for the system's ssh. */
export const spawnHere: Spawn = (launch, listener) => {
  const [file = '/bin/sh', ...words] = launch.words;
  const child = execa(file, words, { buffer: false, encoding: 'buffer', reject: false, stdin: 'pipe' });
  child.stdout.on('data', (chunk: Uint8Array) => listener.stdout(chunk));
  child.stderr.on('data', (chunk: Uint8Array) => listener.stderr(chunk));
  // A program that ends without reading all of its input is no failure: its exit code speaks.
  child.stdin.on('error', () => undefined);
  void report(child, listener);
  child.stdin.write(launch.input);
  if (launch.inputEnds) child.stdin.end();
  return pipeOf(child);
};

function pipeOf(child: Child): Pipe {
  return {
    write: (bytes, taken) => void child.stdin.write(bytes, () => taken?.()),
    end: () => void child.stdin.end(),
    cut: () => {
      child.kill('SIGTERM');
      // sudo may not be killed by the likes of us; it must not keep us from ending either.
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
      child.unref();
    },
  };
}

interface Child {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  kill(signal: NodeJS.Signals): boolean;
  unref(): void;
}

interface Ended {
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly code?: string | undefined;
  readonly shortMessage?: string | undefined;
}

async function report(child: PromiseLike<Ended>, listener: Listener): Promise<void> {
  listener.ended(endOf(await child));
}

function endOf(ended: Ended): PipeEnd {
  if (ended.exitCode !== undefined) return { type: 'exited', code: ended.exitCode };
  if (ended.signal !== undefined) return { type: 'killed', signal: ended.signal };
  // What a shell answers to a command that is not there or cannot be started (POSIX XCU 2.8.2).
  if (ended.code === 'ENOENT') return { type: 'exited', code: 127 };
  if (ended.code === 'EACCES') return { type: 'exited', code: 126 };
  return { type: 'denied', message: ended.shortMessage ?? 'the program could not be started' };
}
