import type { Unreachable } from '../connection.ts';
import { isUnreachable } from '../unreachable.ts';
import type { Line } from './line.ts';
import { logIn } from './login.ts';
import type { SshRun } from './run.ts';
import { openSocket } from './socket.ts';
import type { Target } from './target.ts';

/** A line to a host, with the share in the jump host before it. */
export interface HeldLine {
  readonly line: Line;
  /** Hangs up, and lets go of the jump host. */
  close(): Promise<void>;
}

interface Shared {
  readonly opening: Promise<HeldLine | Unreachable>;
  users: number;
}

/**
 * Opens lines. All hosts behind a jump host share one line to it, for as long as one of them needs it: a bastion would
 * turn away a fleet's worth of logins (sshd_config(5), MaxStartups).
 */
export class Lines {
  readonly #run: SshRun;
  readonly #hops = new Map<string, Shared>();

  constructor(run: SshRun) {
    this.#run = run;
  }

  async open(target: Target, signal?: AbortSignal): Promise<HeldLine | Unreachable> {
    const { via } = target;
    if (!via) return held(await logIn(target, () => openSocket(target, signal), this.#run, signal));
    const hop = await this.#share(via);
    if (isUnreachable(hop)) return { ...hop, message: `${hop.message} (on the way to ${target.name})` };
    const line = held(await logIn(target, () => hop.line.tunnel(target), this.#run, signal), hop);
    if (isUnreachable(line)) await hop.close();
    return line;
  }

  async #share(hop: Target): Promise<HeldLine | Unreachable> {
    const key = JSON.stringify(hop);
    let shared = this.#hops.get(key);
    if (!shared) {
      shared = { opening: this.open(hop, this.#run.signal), users: 0 };
      this.#hops.set(key, shared);
    }
    shared.users++;
    const line = await shared.opening;
    const forget = (): void => {
      if (this.#hops.get(key) === shared) this.#hops.delete(key);
    };
    if (isUnreachable(line)) {
      forget();
      return line;
    }
    void line.line.closed.then(forget);
    return { line: line.line, close: once(() => leave(shared, line, forget)) };
  }
}

/** The last one out hangs up. */
async function leave(shared: Shared, line: HeldLine, forget: () => void): Promise<void> {
  if (--shared.users > 0) return;
  forget();
  await line.close();
}

function held(line: Line | Unreachable, hop?: HeldLine): HeldLine | Unreachable {
  if (isUnreachable(line)) return line;
  const close = async (): Promise<void> => {
    await line.close();
    await hop?.close();
  };
  return { line, close: once(close) };
}

function once(act: () => Promise<void>): () => Promise<void> {
  let acting: Promise<void> | undefined;
  return () => (acting ??= act());
}
