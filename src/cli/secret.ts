import type { Frame } from './frame.ts';

/**
 * Asks for a password or a key's passphrase, unseen, on the terminal. `wanted` names it: `sudo password for deploy`. A
 * string comes back as `secret`; where nobody can be asked, or nobody answers, `refused` says so.
 */
export async function askSecret(
  wanted: string,
  frame: Frame,
): Promise<{ readonly secret: string } | { readonly refused: string }> {
  const prompt = await frame.prompt();
  if (prompt === undefined) return { refused: `the ${wanted} is needed, and there is no terminal to ask on` };
  const secret = await prompt.ask(`${wanted}: `, { hidden: true, signal: frame.stop });
  return secret === undefined ? { refused: `no ${wanted} was given` } : { secret };
}
