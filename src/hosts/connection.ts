/** Bounds on what a stranger's output may cost us. */
export interface Limits {
  /** Bytes of standard output kept or passed on; past it the command is ended with `overflow`. */
  readonly maxBytes: number;
  /** Milliseconds without a byte of output before the command is given up with `timeout`. */
  readonly idleMs: number;
  /** Milliseconds in all. */
  readonly totalMs: number;
}

/** A script for /bin/sh on the host. */
export interface Script {
  /** Fed to the shell's standard input, whole. Values in it are quoted by `quote.ts`. */
  readonly text: string | Uint8Array;
  /** Run as root by the host's `become`; false runs as the login user. */
  readonly privileged: boolean;
  readonly limits: Limits;
  /** Called with each piece of standard output as it comes; without it the output is gathered. */
  readonly onOutput?: (chunk: Uint8Array) => void;
  /** Gives up waiting at once: the channel is closed, the host is left to itself. */
  readonly signal?: AbortSignal;
  /**
   * Called once when the script has been sent, with a function that writes more to the standard input (and `end`).
   * Without it the input ends after the script.
   */
  readonly onInput?: (input: ScriptInput) => void;
}

export interface ScriptInput {
  /** Done when there is room for more; whoever sends much waits for it. It is never done once the host has gone. */
  write(data: string | Uint8Array): Promise<void>;
  end(): void;
}

/** How a script ended. Only `exited` says that the shell ran to its end. */
export type ScriptResult =
  | { readonly type: 'exited'; readonly code: number; readonly stdout: Uint8Array; readonly stderr: string }
  /** become refused: the message says which rule or password is missing. */
  | { readonly type: 'refused'; readonly message: string; readonly stderr: string }
  | {
      readonly type: 'timeout' | 'overflow' | 'lost' | 'aborted';
      readonly message: string;
      readonly stdout: Uint8Array;
      readonly stderr: string;
    };

/** An open way to one host. */
export interface Connection {
  run(script: Script): Promise<ScriptResult>;
  close(): Promise<void>;
  /** False once the way is known to be broken; a line kept open for long may be. Absent where that cannot be. */
  isOpen?(): boolean;
  /** What was found on the way, for `doctor`: each line a fact that is safe to show. */
  readonly way?: Way;
}

/** How a host was reached. */
export interface Way {
  /** `10.0.0.1:22`, `through bastion`. */
  readonly address: string;
  readonly user?: string;
  /** Type and fingerprint of the key that the host has shown. */
  readonly hostKey?: string;
  /** The key with which we logged in. */
  readonly key?: string;
}

/** Why a host cannot be reached, as a value. `fix` is what to do about it. */
export interface Unreachable {
  readonly type: 'unreachable';
  readonly stage: 'config' | 'resolve' | 'connect' | 'host-key' | 'auth' | 'handshake';
  readonly message: string;
  readonly fix?: string;
}
