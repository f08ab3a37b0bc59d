import type { Client, ParsedKey } from 'ssh2';

/*
 * A login in one round trip instead of two.
 *
 * ssh2 first asks whether a key would do and signs only then. The question is optional (RFC 4252, 7), and for the key
 * that a person named for the host the answer is nearly always yes. ssh2 has no public way to leave it out, hence the
 * look at its protocol object; where an ssh2 of the future has another, the login is one round trip slower.
 */

type Sign = (data: Buffer, send: (signature: Buffer) => void) => void;

interface Protocol {
  authPK(user: string, key: ParsedKey, algorithm: string | undefined, sign?: Sign): void;
}

/** Makes a client send the signature with the first offer of this key. To be called right after `connect`. */
export function signAtOnce(client: Client, key: ParsedKey): void {
  const protocol = (client as unknown as { _protocol?: Partial<Protocol> })._protocol;
  const ask = protocol?.authPK?.bind(protocol);
  if (!protocol || !ask) return;
  protocol.authPK = (user, offered, algorithm, sign) => {
    if (sign !== undefined || offered !== key) {
      ask(user, offered, algorithm, sign);
      return;
    }
    ask(user, offered, algorithm, (data, send) => send(key.sign(data, hashOf(algorithm))));
  };
}

/** RSA keys sign under several hashes (RFC 8332); the others have one of their own. */
function hashOf(algorithm: string | undefined): string | undefined {
  return { 'rsa-sha2-256': 'sha256', 'rsa-sha2-512': 'sha512' }[algorithm ?? ''];
}
