/**
 * Whether to colour a stream: `--color` has the first word, then NO_COLOR, then FORCE_COLOR and CLICOLOR_FORCE, then
 * whether it is a terminal that can.
 */
export function wantsColour(
  flag: 'auto' | 'always' | 'never' | undefined,
  env: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
): boolean {
  if (flag === 'always' || flag === 'never') return flag === 'always';
  if (isSet(env['NO_COLOR'])) return false;
  if (isSet(env['FORCE_COLOR']) || isSet(env['CLICOLOR_FORCE'])) return true;
  return isTerminal && env['TERM'] !== 'dumb';
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0';
}
