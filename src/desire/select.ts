import { dirname } from 'node:path';

import type { LoadedPlay } from '../load/playbook.ts';
import type { Diagnostic, Place } from '../model/diagnostic.ts';
import type { Inventory } from '../model/inventory.ts';
import { parsePattern } from './host-pattern.ts';
import type { PatternProblem, PatternTerm } from './host-pattern.ts';
import { hostLists } from './read-host-list.ts';
import { selectHosts } from './select-hosts.ts';

/** The hosts that something selects, and what is wrong with its pattern. */
export interface Selected {
  readonly hosts: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The hosts of a play's `hosts`, before any limit. A play for no host is an error. */
export function hostsOfPlay({ play, document, path }: LoadedPlay, inventory: Inventory): Selected {
  const at = [...path, 'hosts'];
  const patterns = typeof play.hosts === 'string' ? [[play.hosts, at] as const] : undefined;
  const entries = patterns ?? [play.hosts].flat().map((text, index) => [text, [...at, index]] as const);
  const terms: Placed<PatternTerm>[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [text, where] of entries) {
    const parsed = readPattern(text, inventory);
    const isPlain = document.source(where) === text;
    const locate = (start: number, length: number): Place => {
      const whole = document.place(where);
      return isPlain ? { ...whole, column: whole.column + start, length } : whole;
    };
    if ('problem' in parsed) diagnostics.push(wrongPattern(parsed, locate(parsed.at, parsed.length)));
    else terms.push(...parsed.map((term) => ({ ...term, place: locate(term.at, term.atom.length) })));
  }
  if (diagnostics.length > 0) return { hosts: [], diagnostics };
  return evaluate(terms, inventory, {
    what: 'the play',
    directory: dirname(document.file),
    place: document.place(at),
  });
}

/** The hosts of `--limit`, or of a pattern among the words of a command (`what`); an `@FILE` in it is relative to `directory`. */
export function hostsOfLimit(
  limit: string,
  inventory: Inventory,
  directory: string,
  what = '--limit',
): Selected {
  const parsed = readPattern(limit, inventory);
  if ('problem' in parsed) {
    return { hosts: [], diagnostics: [{ severity: 'error', message: `${what}: ${parsed.problem}` }] };
  }
  return evaluate(parsed, inventory, { what, directory });
}

/** A host's own name is no pattern: `deploy@web:2222` holds a separator. */
function readPattern(text: string, { hosts }: Inventory): readonly PatternTerm[] | PatternProblem {
  return hosts.has(text) ? [{ means: 'or', atom: text, at: 0 }] : parsePattern(text);
}

type Placed<T> = T & { readonly place?: Place };

function evaluate(
  terms: readonly Placed<PatternTerm>[],
  inventory: Inventory,
  { what, directory, place }: { readonly what: string; readonly directory: string; readonly place?: Place },
): Selected {
  const { hosts, problems } = selectHosts(terms, inventory, hostLists(directory));
  const prefix = place === undefined ? `${what}: ` : '';
  const diagnostics = problems.map(({ term, message, hint }): Diagnostic => {
    const { place: own } = term as Placed<PatternTerm>;
    return {
      severity: 'error',
      message: prefix + message,
      ...(hint === undefined ? {} : { hint }),
      ...(own === undefined ? {} : { place: own }),
    };
  });
  if (hosts.length > 0 || diagnostics.length > 0) return { hosts, diagnostics };
  const message = `${what} selects no host: its parts leave none over`;
  return { hosts, diagnostics: [{ severity: 'error', message, ...(place === undefined ? {} : { place }) }] };
}

function wrongPattern({ problem }: PatternProblem, place: Place): Diagnostic {
  return { severity: 'error', message: problem, place };
}
