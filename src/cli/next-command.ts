import type { Flags } from './options.ts';

/** The command that does with another verb what these words and flags selected: ready to be copied into a shell. */
export function nextCommand(verb: string, words: readonly string[], flags: Flags): string {
  const each = (flag: string, values: readonly string[] = []): readonly string[] =>
    values.flatMap((v) => [flag, v]);
  const parts = [
    ...words,
    ...each('-i', flags.inventory),
    ...(flags.limit === undefined ? [] : ['-l', flags.limit]),
    ...each('--only', flags.only),
    ...each('--except', flags.except),
    ...each(
      '--var',
      Object.entries(flags.var ?? {}).map(([name, value]) => `${name}=${value}`),
    ),
    ...(flags.allowCritical === true ? ['--allow-critical'] : []),
    ...(flags.allowDelete === undefined ? [] : ['--allow-delete', `${flags.allowDelete}`]),
    ...(flags.excludeData === true ? ['--exclude-data'] : []),
    ...(flags.includeSecrets === true ? ['--include-secrets'] : []),
    ...(flags.askBecomePass === true ? ['-K'] : []),
  ];
  return ['fleetwright', verb, ...parts.map(quoted)].join(' ');
}

/** Shown to a person, never run by us; so quoting that a person would use, and only where it is needed. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
