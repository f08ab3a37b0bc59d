/** A piece of an ssh_config file with its includes in place. */
export type ConfigNode =
  | {
      readonly type: 'setting';
      readonly keyword: string;
      readonly words: readonly string[];
      readonly file: string;
    }
  | { readonly type: 'section'; readonly condition: Condition; readonly nodes: readonly ConfigNode[] }
  /** An included file: it begins unconditionally within what is around it, and its sections end with it. */
  | { readonly type: 'included'; readonly nodes: readonly ConfigNode[] };

/** When a section holds. */
export type Condition =
  | { readonly type: 'host'; readonly patterns: readonly string[] }
  | { readonly type: 'match'; readonly criteria: readonly Criterion[] };

/** One word of a `Match` line with its argument; `negated` when written with `!`. */
export interface Criterion {
  readonly name: string;
  readonly negated: boolean;
  readonly argument: string;
}
