import { InvalidArgumentError } from 'commander';
import type { Option } from 'commander';

import type { Flags } from './options.ts';

/** Flags whose variable is read where the other settings are, or that say something about one command line only. */
const elsewhere: ReadonlySet<string> = new Set([
  ...['inventory', 'playbook', 'forks', 'var', 'out', 'backupDir', 'match'],
]);

/**
 * Flags that were not typed, from FLEETWRIGHT_… variables named after them (`--lock-wait`: FLEETWRIGHT_LOCK_WAIT). An
 * empty variable counts as not set; a flag without a value is on with `1`, `true` or `yes`. Gives a string where a
 * variable has a value that its flag would refuse.
 */
export function withEnvironment(
  flags: Flags,
  options: readonly Option[],
  env: Readonly<Record<string, string | undefined>>,
): Flags | string {
  const found: Record<string, unknown> = {};
  for (const option of options) {
    const name = option.attributeName();
    const variable = `FLEETWRIGHT_${(option.long ?? '').slice(2).replaceAll('-', '_').toUpperCase()}`;
    const text = env[variable] ?? '';
    if (text === '' || elsewhere.has(name) || name in flags) continue;
    const value = valueOf(option, text);
    if (value.refused !== undefined) return `${variable} is '${text}': ${value.refused}`;
    found[name] = value.value;
  }
  return { ...found, ...flags };
}

interface Value {
  readonly value?: unknown;
  readonly refused?: string;
}

function valueOf(option: Option, text: string): Value {
  if (option.attributeName() === 'verbose')
    return /^\d$/.test(text) ? { value: Number(text) } : { refused: 'it is a number from 0 to 9' };
  if (option.isBoolean()) return booleanOf(text);
  if (option.attributeName() === 'only' || option.attributeName() === 'except')
    return { value: text.split(',') };
  try {
    return { value: option.parseArg?.<unknown>(text, undefined) ?? text };
  } catch (error) {
    if (error instanceof InvalidArgumentError) return { refused: error.message };
    throw error;
  }
}

function booleanOf(text: string): Value {
  if (/^(1|true|yes)$/i.test(text)) return { value: true };
  return /^(0|false|no)$/i.test(text) ? { value: false } : { refused: 'it is 1 or 0' };
}
