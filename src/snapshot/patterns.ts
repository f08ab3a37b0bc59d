import { checkPattern } from '../kinds/unit/glob.ts';
import { unitTypes } from '../kinds/unit/name.ts';

/** Every unit that a file makes: the kernel's devices and what programs make for a moment (scopes) are nobody's to keep. */
export const allUnits: readonly string[] = unitTypes
  .filter((type) => type !== 'device' && type !== 'scope')
  .map((type) => `*.${type}`);

/** The pattern that matches this name and no other. */
export function exactly(name: string): string {
  return name.replaceAll('\\', '\\\\');
}

/**
 * A pattern as a person writes it → as it is used: `ollama` is `ollama.service`, as systemctl has it. Undefined, with a
 * reason, for what no shell understands.
 */
export function readPattern(text: string): { readonly pattern: string } | { readonly problem: string } {
  const isPlain = !/[*?[]/.test(text) && !unitTypes.some((type) => text.endsWith(`.${type}`));
  const pattern = isPlain ? `${text}.service` : text;
  const problem = text === '' ? 'the pattern is empty' : checkPattern(pattern);
  return problem === undefined ? { pattern } : { problem: `\`${text}\` is not a pattern: ${problem}` };
}
