import { singleQuoted } from './quote.ts';
import type { CompletedFlag, CompletedVerb } from './tree.ts';

/** zsh: finds the verb among the words before the cursor, then leaves flags and words to _arguments. */
export function zshScript(tree: readonly CompletedVerb[]): string {
  const paths = tree.filter(({ path }) => path.length > 0).map(({ path }) => `/${path.join('/')}`);
  return `#compdef fleetwright
# fleetwright's completion for zsh: source <(fleetwright completion zsh)
_fleetwright_hosts() { compadd -- \${(f)"$(fleetwright completion hosts 2>/dev/null)"} }
_fleetwright() {
  local at= word=
  local -a verbs
  for word in \${words[2,CURRENT-1]}; do
    case "$at/$word" in
      (${paths.join('|')}) at="$at/$word" ;;
    esac
  done
  case "$at" in
${tree.map((verb) => verbCase(verb, tree)).join('\n')}
  esac
}
compdef _fleetwright fleetwright
`;
}

function verbCase(verb: CompletedVerb, tree: readonly CompletedVerb[]): string {
  const at = singleQuoted(verb.path.map((name) => `/${name}`).join(''));
  const inner = verb.verbs.map((name) => {
    const found = tree.find(({ path }) => path.join('/') === [...verb.path, name].join('/'));
    return singleQuoted(`${name}:${found?.summary ?? ''}`);
  });
  const describe = inner.length === 0 ? '' : `verbs=(${inner.join(' ')}); _describe verb verbs; `;
  return `    (${at}) ${describe}_arguments -S ${[...verb.flags.map(flagSpec), wordSpec(verb)].join(' ')} ;;`;
}

function flagSpec(flag: CompletedFlag): string {
  const about = `[${flag.summary.replaceAll(/[[\]:\\]/g, (character) => `\\${character}`)}]${valueSpec(flag)}`;
  if (flag.short === undefined) return singleQuoted(`*${flag.long}${about}`);
  return `'*'{${flag.short},${flag.long}}${singleQuoted(about)}`;
}

function valueSpec({ value }: CompletedFlag): string {
  if (value === undefined) return '';
  if (value === 'file') return ':file:_files';
  if (value === 'host') return ':host:_fleetwright_hosts';
  return value === 'word' ? ':value: ' : `:value:(${value.join(' ')})`;
}

function wordSpec({ words }: CompletedVerb): string {
  if (words === 'file') return "'*:file:_files'";
  if (words === 'host') return "'*:host:_fleetwright_hosts'";
  return words === undefined ? "'*: : '" : singleQuoted(`*:word:(${words.join(' ')})`);
}
