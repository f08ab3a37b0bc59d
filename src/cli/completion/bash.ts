import { singleQuoted } from './quote.ts';
import type { CompletedFlag, CompletedVerb } from './tree.ts';

/** bash: one function that finds the verb among the words before the cursor, then offers what may come. */
export function bashScript(tree: readonly CompletedVerb[]): string {
  return `# fleetwright's completion for bash: source <(fleetwright completion bash)
_fleetwright_hosts() {
  COMPREPLY=()
  while read -r word; do
    if [[ $word == "$cur"* ]]; then COMPREPLY+=("$word"); fi
  done < <(fleetwright completion hosts 2>/dev/null)
}
_fleetwright() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} at= word= flags= words= hosts=
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$at/$word" in
      ${tree.flatMap(pathPattern).join(' | ')}) at="$at/$word" ;;
    esac
  done
  case "$prev" in
${valueCases(tree).join('\n')}
  esac
  case "$at" in
${tree.map(verbCase).join('\n')}
  esac
  if [[ $cur == -* ]]; then words=$flags; elif [[ $hosts ]]; then _fleetwright_hosts; return; fi
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _fleetwright fleetwright
`;
}

function pathPattern({ path }: CompletedVerb): readonly string[] {
  return path.length === 0 ? [] : [`/${path.join('/')}`];
}

function verbCase(verb: CompletedVerb): string {
  const flags = verb.flags.flatMap(namesOf).join(' ');
  const words = [...verb.verbs, ...(Array.isArray(verb.words) ? (verb.words as readonly string[]) : [])].join(
    ' ',
  );
  return `    ${singleQuoted(verb.path.map((name) => `/${name}`).join(''))}) flags=${singleQuoted(flags)} words=${singleQuoted(words)}${verb.words === 'host' ? ' hosts=yes' : ''} ;;`;
}

/** What may follow a flag that takes a value. Without an answer bash offers files. */
function valueCases(tree: readonly CompletedVerb[]): readonly string[] {
  const flags = new Map(tree.flatMap((verb) => verb.flags).map((flag) => [flag.long, flag]));
  return [...flags.values()].flatMap((flag) => {
    const offer = offerOf(flag);
    return offer === undefined ? [] : [`    ${namesOf(flag).join(' | ')}) ${offer}; return ;;`];
  });
}

function offerOf({ value }: CompletedFlag): string | undefined {
  if (value === undefined) return undefined;
  if (value === 'host') return '_fleetwright_hosts';
  if (value === 'file' || value === 'word') return 'COMPREPLY=()';
  return `COMPREPLY=($(compgen -W ${singleQuoted(value.join(' '))} -- "$cur"))`;
}

function namesOf({ short, long }: CompletedFlag): readonly string[] {
  return short === undefined ? [long] : [short, long];
}
