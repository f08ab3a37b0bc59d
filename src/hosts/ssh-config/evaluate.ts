import { matchesPatterns } from '../known-hosts/match.ts';
import type { Condition, ConfigNode, Criterion } from './node.ts';

/** Whom a configuration is asked about. */
export interface Asked {
  /** The name as a person wrote it: `Host` patterns are matched against it. */
  readonly alias: string;
  /** The address of the inventory, which goes before any HostName. */
  readonly address?: string;
  /** The user of the inventory, which goes before any User. */
  readonly user?: string;
  readonly localUser: string;
}

/** What a configuration says of one host. */
export interface Settings {
  /** The first words given for a keyword, in lower case; IdentityFile and CertificateFile gather. */
  readonly words: ReadonlyMap<string, readonly string[]>;
  /** Keywords whose value hangs on a condition that only ssh can decide, with that condition. */
  readonly undecided: ReadonlyMap<string, string>;
}

/**
 * Evaluates configuration files in their order, the first value of a keyword winning (ssh_config(5)). `Match final` is
 * decided by a second pass, as in ssh. Nothing is ever executed: what a `Match exec` would set is reported as undecided.
 */
export function evaluate(files: readonly (readonly ConfigNode[])[], asked: Asked): Settings {
  const pass = new Pass(asked);
  for (const nodes of files) pass.walk(nodes, 'yes', false);
  if (pass.wantsFinal) for (const nodes of files) pass.walk(nodes, 'yes', true);
  return pass;
}

type Holds = 'yes' | 'no' | { readonly undecided: string };

const gathering = new Set(['identityfile', 'certificatefile']);

class Pass implements Settings {
  readonly words = new Map<string, readonly string[]>();
  readonly undecided = new Map<string, string>();
  wantsFinal = false;
  readonly #asked: Asked;

  constructor(asked: Asked) {
    this.#asked = asked;
  }

  walk(nodes: readonly ConfigNode[], around: Holds, final: boolean): void {
    for (const node of nodes) {
      if (node.type === 'setting') this.#set(node.keyword, node.words, around, final);
      else if (node.type === 'included') this.walk(node.nodes, around, final);
      else this.walk(node.nodes, both(around, this.#holds(node.condition, final)), final);
    }
  }

  #set(keyword: string, words: readonly string[], holds: Holds, final: boolean): void {
    if (holds === 'no') return;
    const before = this.words.get(keyword);
    if (holds !== 'yes') {
      if (!before && !this.undecided.has(keyword)) this.undecided.set(keyword, holds.undecided);
    } else if (!gathering.has(keyword)) {
      if (!before) this.words.set(keyword, words);
    } else if (!final || !words.every((word) => before?.includes(word))) {
      this.words.set(keyword, [...(before ?? []), ...words]);
    }
  }

  #holds(condition: Condition, final: boolean): Holds {
    if (condition.type === 'host')
      return matchesPatterns(condition.patterns, this.#asked.alias) ? 'yes' : 'no';
    let holds: Holds = 'yes';
    for (const criterion of condition.criteria) holds = both(holds, this.#meets(criterion, final));
    return holds;
  }

  #meets(criterion: Criterion, final: boolean): Holds {
    const met = this.#decide(criterion, final);
    if (met === undefined) return { undecided: `Match ${criterion.name}` };
    return met !== criterion.negated ? 'yes' : 'no';
  }

  /** Whether a criterion is met; undefined when only ssh itself can tell. */
  #decide({ name, argument }: Criterion, final: boolean): boolean | undefined {
    const { alias, address, user, localUser } = this.#asked;
    const patterns = argument.split(',');
    switch (name) {
      case 'all':
        return true;
      case 'final':
        this.wantsFinal = true;
        return final;
      case 'canonical':
        return false;
      case 'host':
        return matchesPatterns(
          patterns,
          address ?? this.#first('hostname')?.replaceAll('%h', alias) ?? alias,
        );
      case 'originalhost':
        return matchesPatterns(patterns, alias);
      case 'user':
        return matchesPatterns(patterns, user ?? this.#first('user') ?? localUser);
      case 'localuser':
        return matchesPatterns(patterns, localUser);
      case 'tagged':
        return matchesPatterns(patterns, this.#first('tag') ?? '');
      default:
        return undefined;
    }
  }

  #first(keyword: string): string | undefined {
    return this.words.get(keyword)?.[0];
  }
}

/** Both conditions: `no` decides, and what is undecided stays so. */
function both(one: Holds, other: Holds): Holds {
  if (one === 'no' || other === 'no') return 'no';
  return one === 'yes' ? other : one;
}
