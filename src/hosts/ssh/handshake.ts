import type { Duplex } from 'node:stream';
import ssh2 from 'ssh2';
import type { AnyAuthMethod, Client } from 'ssh2';
import type { Unreachable } from '../connection.ts';
import { keyType } from '../known-hosts/fingerprint.ts';
import type { ShownKey, Verdict } from '../known-hosts/judge.ts';
import { OneKeyAgent } from './agent.ts';
import { algorithmsFor } from './algorithms.ts';
import { explainFailure } from './failure.ts';
import { ignoreHostKeys } from './ignore-host-keys.ts';
import type { Offer, Offers } from './keyring.ts';
import { signAtOnce } from './sign-at-once.ts';
import type { Target } from './target.ts';

/** What one handshake needs besides a socket. */
export interface HandshakeRequest {
  readonly target: Target;
  readonly offers: Offers;
  /** Types of the host keys that are known, to ask for these first. */
  readonly knownTypes: ReadonlySet<string>;
  readonly judge: (shown: ShownKey) => Verdict;
  readonly keepaliveMs: number;
  readonly signal?: AbortSignal;
}

/** How a handshake went: an authenticated client, a host key that is not trusted, or why there is no connection. */
export type HandshakeResult =
  | { readonly type: 'ready'; readonly client: Client; readonly shown: ShownKey; readonly offer?: Offer }
  | {
      readonly type: 'distrusted';
      readonly verdict: Exclude<Verdict, { type: 'trusted' }>;
      readonly shown: ShownKey;
    }
  | Unreachable;

/**
 * Goes from a connected socket to an authenticated client. The host key is judged before anything of ours is sent; nobody
 * is asked anything. On failure the socket is closed.
 */
export function handshake(socket: Duplex, request: HandshakeRequest): Promise<HandshakeResult> {
  return new Promise((resolve) => new Handshake(socket, request, resolve).start());
}

class Handshake {
  readonly #socket: Duplex;
  readonly #request: HandshakeRequest;
  readonly #resolve: (result: HandshakeResult) => void;
  readonly #client = new ssh2.Client();
  #shown: ShownKey = { type: '', base64: '' };
  #offer: Offer | undefined;
  #distrusted: HandshakeResult | undefined;
  #methods: readonly string[] = [];
  #stage: 'handshake' | 'auth' = 'handshake';
  #done = false;

  constructor(socket: Duplex, request: HandshakeRequest, resolve: (result: HandshakeResult) => void) {
    this.#socket = socket;
    this.#request = request;
    this.#resolve = resolve;
  }

  start(): void {
    const { target, knownTypes, keepaliveMs, signal } = this.#request;
    signal?.addEventListener('abort', this.#onAbort, { once: true });
    this.#client
      .on('handshake', () => (this.#stage = 'auth'))
      .on('ready', () => this.#ready())
      .on('error', (error: Error & { level?: string }) => {
        // An agent that will not sign with one key may sign with the next: ssh2 goes on by itself.
        if (error.level !== 'agent') this.#fail(error);
      })
      .on('close', () => this.#fail(undefined));
    this.#client.connect({
      sock: this.#socket,
      username: target.user,
      algorithms: algorithmsFor(knownTypes),
      hostVerifier: (blob: Buffer) => this.#verify(blob),
      authHandler: this.#authHandler(),
      // A busy host may take its time over keys and PAM; it has already accepted the connection.
      readyTimeout: 3 * target.connectTimeoutMs,
      keepaliveInterval: keepaliveMs,
      keepaliveCountMax: 2,
    });
    ignoreHostKeys(this.#client);
    const [first] = this.#request.offers.offers;
    if (first?.from === 'file') signAtOnce(this.#client, first.file.key);
    if (signal?.aborted) this.#onAbort();
  }

  #verify(blob: Buffer): boolean {
    const shown = { type: keyType(blob), base64: blob.toString('base64') };
    this.#shown = shown;
    const verdict = this.#request.judge(shown);
    if (verdict.type === 'trusted') return true;
    this.#distrusted = { type: 'distrusted', verdict, shown };
    return false;
  }

  /** Called for each attempt, and with the methods that are left after one has failed. */
  #authHandler(): (methods: string[] | null) => AnyAuthMethod | false {
    const { offers, target } = this.#request;
    const waiting = [...offers.offers];
    // With no key to offer, `none` is still asked: it tells which methods the host would take.
    let none = waiting.length === 0;
    return (methods) => {
      if (methods) this.#methods = methods;
      this.#offer = waiting.shift();
      if (this.#offer) return methodOf(this.#offer, target.user);
      const last: AnyAuthMethod | false = none && { type: 'none', username: target.user };
      none = false;
      return last;
    };
  }

  #ready(): void {
    const offer = this.#offer;
    this.#finish({ type: 'ready', client: this.#client, shown: this.#shown, ...(offer && { offer }) });
  }

  #fail(error: Error | undefined): void {
    if (this.#done) return;
    this.#client.destroy();
    this.#finish(
      this.#distrusted ??
        explainFailure(error, { ...this.#request, stage: this.#stage, methods: this.#methods }),
    );
  }

  readonly #onAbort = (): void => this.#fail(new Error('interrupted'));

  #finish(result: HandshakeResult): void {
    if (this.#done) return;
    this.#done = true;
    this.#request.signal?.removeEventListener('abort', this.#onAbort);
    this.#resolve(result);
  }
}

function methodOf(offer: Offer, username: string): AnyAuthMethod {
  if (offer.from === 'file') return { type: 'publickey', username, key: offer.file.key };
  return { type: 'agent', username, agent: new OneKeyAgent(offer.held) };
}
