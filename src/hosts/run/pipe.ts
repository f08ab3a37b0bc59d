/** A program to start on a host and the first bytes of its standard input. */
export interface Launch {
  /** Words, not shell text: each stands for itself. */
  readonly words: readonly string[];
  /** Sent with the start, so that it costs no round trip of its own. */
  readonly input: Uint8Array;
  /** Whether standard input ends after `input`. */
  readonly inputEnds: boolean;
}

/** How a started program ended, as far as the way to the host can tell. */
export type PipeEnd =
  | { readonly type: 'exited'; readonly code: number }
  | { readonly type: 'killed'; readonly signal: string }
  /** The host would not start anything: no channel, no exec. */
  | { readonly type: 'denied'; readonly message: string }
  /** The way to the host broke; what became of the program is unknown. */
  | { readonly type: 'lost'; readonly message: string };

/** Hears what a program says. `ended` is called once, after the last byte. */
export interface Listener {
  stdout(chunk: Uint8Array): void;
  stderr(chunk: Uint8Array): void;
  ended(end: PipeEnd): void;
}

/** A running program's standard input. */
export interface Pipe {
  /** `taken` is called when there is room for more. */
  write(bytes: Uint8Array, taken?: () => void): void;
  end(): void;
  /** Lets go at once, without waiting for the program; `ended` may still be called. */
  cut(): void;
}

/** Starts programs on one host: the one thing in which ssh2, the system's ssh and the local machine differ. */
export type Spawn = (launch: Launch, listener: Listener) => Pipe;
