import type { UnitName } from '../name.ts';

/** A value with its specifiers replaced, or the one that could not be. */
export type Expanded =
  | { readonly text: string }
  /** The host's matter: its name, its boot id, a user's home. */
  | { readonly unknown: string }
  /** Not allowed in [Install], so `systemctl enable` refuses the value. */
  | { readonly refused: string };

/** Known to [Install], but with values that only the host has; install-printf.c and systemd.unit(5), "Specifiers". */
const hostOnly = /^[aAbBgGHlmMoquUvwW]$/;

/**
 * Replaces the specifiers that systemd allows in [Install]: %i %j %n %N %p and %%. A template stands for its default
 * instance. %I and %P are not among them: systemctl refuses the unit.
 */
export function expandInstall(value: string, unit: UnitName, defaultInstance: string | undefined): Expanded {
  const instance = unit.instance ?? (unit.template ? (defaultInstance ?? '') : '');
  const stem = unit.template || unit.instance !== undefined ? `${unit.prefix}@${instance}` : unit.prefix;
  const known: Readonly<Record<string, string>> = {
    '%': '%',
    i: instance,
    j: unit.prefix.slice(unit.prefix.lastIndexOf('-') + 1),
    n: `${stem}.${unit.type}`,
    N: stem,
    p: unit.prefix,
  };
  let text = '';
  for (const [part] of value.matchAll(/%.?|[^%]+/gs)) {
    const letter = part.slice(1);
    if (!part.startsWith('%')) text += part;
    else if (known[letter] !== undefined) text += known[letter];
    else return hostOnly.test(letter) ? { unknown: part } : { refused: part };
  }
  return { text };
}
