/** One part of a host pattern: hosts to add, to keep only (`&`) or to take out (`!`). */
export interface PatternTerm {
  readonly means: 'or' | 'and' | 'not';
  /** A host, a group, a glob, a range, or `@FILE` for the hosts listed in a file. */
  readonly atom: string;
  /** Where the atom begins in the pattern, from 0. */
  readonly at: number;
}

/** What is wrong with a pattern, and where in it. */
export interface PatternProblem {
  readonly problem: string;
  readonly at: number;
  readonly length: number;
}

/**
 * `web:&eu:!web-3` → its terms. `:` and `,` separate alike, though not inside brackets; blanks around a term are let
 * be. An empty pattern or term is a problem: it is never taken for "all".
 */
export function parsePattern(pattern: string): readonly PatternTerm[] | PatternProblem {
  if (pattern.trim() === '') return { problem: 'the host pattern is empty', at: 0, length: 1 };
  const terms: PatternTerm[] = [];
  for (const { text, at } of pieces(pattern)) {
    const term = parseTerm(text, at);
    if ('problem' in term) return term;
    terms.push(term);
  }
  return terms;
}

function parseTerm(text: string, at: number): PatternTerm | PatternProblem {
  const [, blanks = '', sign = '', gap = '', atom = ''] = /^(\s*)([&!]?)(\s*)(.*?)\s*$/s.exec(text) ?? [];
  const length = Math.max(1, text.trim().length);
  const start = at + blanks.length;
  if (atom === '' && sign === '')
    return { problem: 'a `:` or `,` with nothing beside it', at: start, length };
  if (atom === '') return { problem: `\`${sign}\` with nothing after it`, at: start, length };
  if (/\s/.test(atom))
    return { problem: `\`${atom}\` holds a blank; terms are joined by \`:\` or \`,\``, at: start, length };
  const means = sign === '&' ? 'and' : sign === '!' ? 'not' : 'or';
  return { means, atom, at: start + sign.length + gap.length };
}

/** The pattern cut at its separators; a `:` inside `[1:3]` is none. */
function pieces(pattern: string): readonly { readonly text: string; readonly at: number }[] {
  const found: { text: string; at: number }[] = [];
  let at = 0;
  for (const separator of pattern.matchAll(/\[[^\]]*\]|[:,]/g)) {
    if (separator[0].startsWith('[')) continue;
    found.push({ text: pattern.slice(at, separator.index), at });
    at = separator.index + 1;
  }
  return [...found, { text: pattern.slice(at), at }];
}
