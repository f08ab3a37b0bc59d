import { singleQuoted } from './quote.ts';
import type { CompletedFlag, CompletedVerb } from './tree.ts';

/** fish: one line a verb or flag, each under the condition that its verb was typed. */
export function fishScript(tree: readonly CompletedVerb[]): string {
  const lines = tree.flatMap((verb) => [
    ...verbLines(verb, tree),
    ...wordLines(verb, tree),
    ...flagLines(verb, tree),
  ]);
  return [
    "# fleetwright's completion for fish: fleetwright completion fish | source",
    'complete -c fleetwright -f',
    ...lines,
    '',
  ].join('\n');
}

function verbLines(verb: CompletedVerb, tree: readonly CompletedVerb[]): readonly string[] {
  const seen = verb.path.map((name) => `__fish_seen_subcommand_from ${name}`);
  const none = `not __fish_seen_subcommand_from ${verb.verbs.join(' ')}`;
  const when = singleQuoted([...seen, none].join('; and '));
  return verb.verbs.map((name) => {
    const found = tree.find(({ path }) => path.join('/') === [...verb.path, name].join('/'));
    return `complete -c fleetwright -n ${when} -a ${name} -d ${singleQuoted(found?.summary ?? '')}`;
  });
}

function wordLines(verb: CompletedVerb, tree: readonly CompletedVerb[]): readonly string[] {
  if (verb.words === undefined) return [];
  return [`complete -c fleetwright -n ${condition(verb, tree)} ${wordOffer(verb.words)}`];
}

function wordOffer(words: NonNullable<CompletedVerb['words']>): string {
  if (words === 'file') return '-F';
  return words === 'host' ? `-a ${hosts}` : `-a ${singleQuoted(words.join(' '))}`;
}

const hosts = "'(fleetwright completion hosts 2>/dev/null)'";

function flagLines(verb: CompletedVerb, tree: readonly CompletedVerb[]): readonly string[] {
  return verb.flags.map((flag) =>
    [
      `complete -c fleetwright -n ${condition(verb, tree)}`,
      ...(flag.short === undefined ? [] : [`-s ${flag.short.slice(1)}`]),
      `-l ${flag.long.slice(2)}`,
      ...offerOf(flag),
      `-d ${singleQuoted(flag.summary)}`,
    ].join(' '),
  );
}

function condition({ path }: CompletedVerb, tree: readonly CompletedVerb[]): string {
  if (path.length === 0) return '__fish_use_subcommand';
  const seen = path.map((name) => `__fish_seen_subcommand_from ${name}`);
  const others = groupsBeside(path, tree).map((name) => `not __fish_seen_subcommand_from ${name}`);
  return singleQuoted([...seen, ...others].join('; and '));
}

/** `platform systemd push` has the words of `platform push`, and is another verb. */
function groupsBeside(path: readonly string[], tree: readonly CompletedVerb[]): readonly string[] {
  const above = path.slice(0, -1).join('/');
  if (above === '') return [];
  return tree
    .filter((one) => one.verbs.length > 0 && one.path.slice(0, -1).join('/') === above)
    .flatMap((one) => one.path.at(-1) ?? [])
    .filter((name) => name !== path.at(-1));
}

function offerOf({ value }: CompletedFlag): readonly string[] {
  if (value === undefined) return [];
  if (value === 'file') return ['-r -F'];
  if (value === 'host') return [`-x -a ${hosts}`];
  return value === 'word' ? ['-x'] : [`-x -a ${singleQuoted(value.join(' '))}`];
}
