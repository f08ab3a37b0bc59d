import type { Actual, ManagerSeen } from '../kinds/unit/actual.ts';
import { matchesUnit } from '../kinds/unit/glob.ts';
import { knownUnits } from '../kinds/unit/known-units.ts';
import { isTemplate } from '../kinds/unit/name.ts';
import { nearest } from '../model/nearest.ts';
import { safeWord } from './words.ts';

/** A unit that a question is about, and why it is taken or is not. Safe to show. */
export interface Explained {
  readonly unit: string;
  readonly taken: boolean;
  readonly why: string;
}

/**
 * Why units whose names the asked glob matches are caught by the patterns, or are not; where there is none, what is
 * nearest to it. The look must have been made with every unit in sight.
 */
export function explain(
  asked: string,
  actual: Actual,
  patterns: readonly string[],
): { readonly units: readonly Explained[]; readonly searched: readonly string[] } {
  const manager = actual.get('system');
  if (manager === undefined) return { units: [], searched: [] };
  const known = knownUnits(manager);
  const aliases = [...manager.units.keys()].filter((name) => !known.has(name));
  const names = [...known, ...aliases];
  const hit = names.filter((name) => matchesUnit(asked, name));
  const about = hit.length > 0 ? hit : near(withoutType(asked.replaceAll(/[*?]/g, '')), names);
  return {
    units: [...about].sort().map((name) => explained(name, manager, patterns)),
    searched: manager.path.map(safeWord),
  };
}

/** Names that one may have meant: those that are the least apart, or that hold the word, letter case and `-` or `_` aside. */
function near(word: string, names: readonly string[]): readonly string[] {
  const loose = (text: string): string => text.toLowerCase().replaceAll(/[-_.]/g, '');
  const stem = nearest(word, names.map(withoutType));
  const isMeant = (name: string): boolean => withoutType(name) === stem || loose(name).includes(loose(word));
  return loose(word).length < 3 ? [] : names.filter(isMeant);
}

/** The type says nothing of what a unit is called. */
function withoutType(name: string): string {
  return name.replace(/\.[a-z]+$/, '');
}

function explained(name: string, { units }: ManagerSeen, patterns: readonly string[]): Explained {
  const unit = safeWord(name);
  const shown = units.get(name);
  const by = patterns.find((pattern) => matchesUnit(pattern, name));
  if (shown !== undefined && shown.id !== name) {
    return {
      unit,
      taken: false,
      why: `it is another name of ${safeWord(shown.id)}, which is judged by its own`,
    };
  }
  if (shown?.loadState === 'not-found') {
    return { unit, taken: false, why: 'others mention it, but this host has no file of it' };
  }
  if (by !== undefined) return { unit, taken: true, why: `${by} matches it` };
  const close = patterns.find((pattern) => matchesUnit(pattern.toLowerCase(), name.toLowerCase()));
  if (close !== undefined)
    return { unit, taken: false, why: `${close} differs in letter case, which counts` };
  const what = isTemplate(name) ? 'no pattern matches it; it is a template' : 'no pattern matches it';
  return { unit, taken: false, why: `${what} (${patterns.join(' ')})` };
}
