import ssh2 from 'ssh2';
import type { IdentityCallback, ParsedKey, SignCallback, SigningRequestOptions } from 'ssh2';

/** A key that an agent holds. */
export interface AgentKey {
  readonly key: ParsedKey;
  readonly blob: Buffer;
  readonly socket: string;
}

/** Asks the agent for its keys. An agent that does not answer holds none: ssh goes on with the files, and so do we. */
export function listAgentKeys(socket: string, waitMs = 3000): Promise<readonly AgentKey[]> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve([]), waitMs);
    new ssh2.OpenSSHAgent(socket).getIdentities((error, keys) => {
      clearTimeout(timer);
      const parsed = error ? [] : (keys ?? []).filter((key) => 'getPublicSSH' in key);
      resolve(parsed.map((key) => ({ key, blob: key.getPublicSSH(), socket })));
    });
  });
}

/**
 * An agent with one key, so that we decide what is offered in which order, and so that the agent is asked for its list
 * once a run and not once a host.
 */
export class OneKeyAgent extends ssh2.BaseAgent<ParsedKey> {
  readonly #held: AgentKey;

  constructor(held: AgentKey) {
    super();
    this.#held = held;
  }

  override getIdentities(callback: IdentityCallback<ParsedKey>): void {
    callback(undefined, [this.#held.key]);
  }

  override sign(
    key: ParsedKey,
    data: Buffer,
    options: SigningRequestOptions | SignCallback,
    callback?: SignCallback,
  ): void {
    const agent = new ssh2.OpenSSHAgent(this.#held.socket);
    if (typeof options === 'function') agent.sign(key, data, options);
    else agent.sign(key, data, options, callback);
  }
}
