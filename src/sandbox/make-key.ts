import { tool } from './tool.ts';

/** Writes a new ed25519 key without a passphrase to `path`, and its public half to `path`.pub. */
export async function makeKey(path: string, comment: string): Promise<void> {
  await tool(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', comment, '-f', path]);
}
