import { remember } from '../remember.ts';
import { listAgentKeys } from './agent.ts';
import type { AgentKey } from './agent.ts';
import { fingerprint } from '../known-hosts/fingerprint.ts';
import { readPrivateKey } from './private-key.ts';
import type { PrivateKey } from './private-key.ts';
import type { Target } from './target.ts';

/** A key to offer to a host, from a file or from the agent. */
export type Offer =
  | { readonly from: 'file'; readonly label: string; readonly file: Extract<PrivateKey, { type: 'key' }> }
  | { readonly from: 'agent'; readonly label: string; readonly held: AgentKey };

/** What is offered to one host, and which keys could not be. */
export interface Offers {
  readonly offers: readonly Offer[];
  /** One sentence for each key that was meant and cannot be offered. */
  readonly problems: readonly string[];
}

/** sshd hangs up after so many failed tries (sshd_config(5), MaxAuthTries). */
const maxOffers = 6;

/** Reads keys and asks agents, each once a run. */
export interface Keyring {
  offersFor(target: Target): Promise<Offers>;
}

/** Makes the keyring of a run; `passphrases` by the key's path. */
export function keyring(passphrases: ReadonlyMap<string, string>): Keyring {
  const keyAt = remember((path) => readPrivateKey(path, passphrases.get(path)));
  const agentAt = remember((socket) => listAgentKeys(socket));
  return {
    async offersFor(target) {
      const keys = await Promise.all(target.identities.map(({ path }) => keyAt(path)));
      const held = target.agentSocket === undefined ? [] : await agentAt(target.agentSocket);
      return chooseOffers(target, keys, held);
    },
  };
}

/**
 * Orders what is offered: the files asked for (signed by the agent where only it can open them), the agent's other keys,
 * then ssh's default files; no key twice, and no more than sshd listens to.
 */
export function chooseOffers(target: Target, keys: readonly PrivateKey[], held: readonly AgentKey[]): Offers {
  const asked = keys.filter((_, index) => target.identities[index]?.asked);
  const defaults = keys.filter((_, index) => !target.identities[index]?.asked);
  const others = target.identitiesOnly ? [] : held.map(fromAgent);
  const ordered = [...offersOf(asked, held), ...others, ...offersOf(defaults, held)];
  const seen = new Set<string>();
  const offers = ordered.filter((offer) => {
    const id = blobOf(offer).toString('base64');
    return seen.has(id) ? false : seen.add(id);
  });
  const problems = keys.flatMap((key, index) =>
    problemOf(key, held, target.identities[index]?.asked ?? false),
  );
  return { offers: offers.slice(0, maxOffers), problems };
}

function offersOf(keys: readonly PrivateKey[], held: readonly AgentKey[]): readonly Offer[] {
  return keys.flatMap((key): Offer[] => {
    if (key.type === 'key')
      return [{ from: 'file', label: `${key.path} ${fingerprint(key.blob)}`, file: key }];
    const inAgent = key.type === 'absent' ? undefined : findHeld(key.blob, held);
    return inAgent ? [fromAgent(inAgent)] : [];
  });
}

function problemOf(key: PrivateKey, held: readonly AgentKey[], asked: boolean): readonly string[] {
  switch (key.type) {
    case 'key':
      return [];
    case 'absent':
      return asked ? [`${key.path} does not exist`] : [];
    case 'locked':
      return findHeld(key.blob, held) ? [] : [`${key.path} needs its passphrase`];
    case 'unreadable':
      return findHeld(key.blob, held) ? [] : [`${key.path} cannot be used: ${key.reason}`];
  }
}

/** The key that an agent holds for a public blob. */
export function findHeld(blob: Buffer | undefined, held: readonly AgentKey[]): AgentKey | undefined {
  return blob && held.find((candidate) => candidate.blob.equals(blob));
}

function fromAgent(held: AgentKey): Offer {
  return {
    from: 'agent',
    label: `agent ${held.key.comment || held.key.type} ${fingerprint(held.blob)}`,
    held,
  };
}

function blobOf(offer: Offer): Buffer {
  return offer.from === 'file' ? offer.file.blob : offer.held.blob;
}
