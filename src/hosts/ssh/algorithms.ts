import type { Algorithms, ServerHostKeyAlgorithm } from 'ssh2';

/**
 * The host-key algorithms to offer: those of the known keys first, so that a host of which only an ECDSA key is known
 * shows that one; then the others, so that what it shows can be named in the refusal. `ssh-rsa` with SHA-1 is not offered.
 */
export function hostKeyAlgorithms(knownTypes: ReadonlySet<string>): ServerHostKeyAlgorithm[] {
  const known = all.filter((algorithm) => knownTypes.has(keyTypeOf(algorithm)));
  return [...known, ...all.filter((algorithm) => !known.includes(algorithm))];
}

/** What is offered to every host, the cheapest first. */
export function algorithmsFor(knownTypes: ReadonlySet<string>): Algorithms {
  return { serverHostKey: hostKeyAlgorithms(knownTypes), compress: ['none'] };
}

const all: readonly ServerHostKeyAlgorithm[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
];

function keyTypeOf(algorithm: ServerHostKeyAlgorithm): string {
  return algorithm.startsWith('rsa-sha2-') ? 'ssh-rsa' : algorithm;
}
