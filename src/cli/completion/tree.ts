import { options, outputOptions } from '../options.ts';
import { verbs } from '../verbs.ts';
import type { VerbEntry } from '../verbs.ts';

/** One flag as a shell completes it. */
export interface CompletedFlag {
  readonly short?: string;
  readonly long: string;
  readonly summary: string;
  /** What its value is; absent for a flag that takes none. */
  readonly value?: 'file' | 'host' | 'word' | readonly string[];
}

/** One verb, with the words that lead to it: `['runs', 'show']`. */
export interface CompletedVerb {
  readonly path: readonly string[];
  readonly summary: string;
  readonly flags: readonly CompletedFlag[];
  readonly verbs: readonly string[];
  /** What its words are. */
  readonly words?: 'file' | 'host' | readonly string[];
}

/** All that a shell needs to know, from the same table that the command line is made of; the root comes first. */
export function completionTree(): readonly CompletedVerb[] {
  const root = { path: [], summary: '', flags: flagsOf([]), verbs: verbs.map((verb) => verb.name) };
  return [root, ...verbs.flatMap((verb) => branch(verb, []))];
}

function branch(verb: VerbEntry, above: readonly string[]): readonly CompletedVerb[] {
  const path = [...above, verb.name];
  const inner = verb.verbs ?? [];
  const words = wordsOf(verb);
  return [
    {
      path,
      summary: verb.summary,
      flags: flagsOf(verb.options ?? []),
      verbs: inner.map(({ name }) => name),
      ...(words !== undefined && { words }),
    },
    ...inner.flatMap((one) => branch(one, path)),
  ];
}

function wordsOf({ words }: VerbEntry): CompletedVerb['words'] {
  if (words === undefined) return undefined;
  if (words === '<shell>') return ['bash', 'zsh', 'fish'];
  if (words === '<run>' || words === '[run]') return ['last'];
  if (/playbook|dir|backup/.test(words)) return 'file';
  return words.includes('host') ? 'host' : undefined;
}

function flagsOf(names: readonly (keyof typeof options)[]): readonly CompletedFlag[] {
  return [...names.map((name) => options[name]()), ...outputOptions()].map((option) => ({
    long: option.long ?? option.flags,
    ...(option.short !== undefined && { short: option.short }),
    summary: option.description,
    ...(option.required && { value: option.argChoices ?? valueOf(option.flags) }),
  }));
}

function valueOf(flags: string): 'file' | 'host' | 'word' {
  if (/<(file|dir)>/.test(flags)) return 'file';
  return /<(pattern|host|dir-or-host)>/.test(flags) ? 'host' : 'word';
}
