import type { Settings } from '../../load/settings.ts';
import { allUnits, readPattern } from '../../snapshot/patterns.ts';
import { exitCodes } from '../exit-code.ts';
import type { Frame } from '../frame.ts';
import type { Flags } from '../options.ts';

/**
 * Which units are meant: --include-all, --match, FLEETWRIGHT_PATTERNS, `patterns.platform` of fleetwright.yaml; the first
 * that is given. What is wrong is written to `frame.err`, and comes back as an exit code.
 */
export function choosePatterns(flags: Flags, settings: Settings, frame: Frame): readonly string[] | number {
  const given = givenPatterns(flags, settings, frame);
  if (given !== undefined) return given;
  frame.err.write(
    'error: nothing says which units are meant; use --match GLOB or --include-all, set\n' +
      'FLEETWRIGHT_PATTERNS, or write into fleetwright.yaml: patterns: { platform: ["*ollama*"] }\n',
  );
  return exitCodes.error;
}

/** The same; undefined where nothing says it. */
export function givenPatterns(
  flags: Flags,
  settings: Settings,
  frame: Frame,
): readonly string[] | number | undefined {
  if (flags.includeAll === true) return allUnits;
  const variable = (frame.env['FLEETWRIGHT_PATTERNS'] ?? '').split(/\s+/).filter((word) => word !== '');
  const texts = flags.match ?? (variable.length > 0 ? variable : settings.patterns.value['platform']) ?? [];
  return texts.length > 0 ? readPatterns(texts, frame) : undefined;
}

/** Globs as they were typed → as they are used, or an exit code when one is none. */
export function readPatterns(texts: readonly string[], frame: Frame): readonly string[] | number {
  const read = texts.map(readPattern);
  const problems = read.flatMap((one) => ('problem' in one ? [one.problem] : []));
  for (const problem of problems) frame.err.write(`error: ${problem}\n`);
  if (problems.length > 0) return exitCodes.usage;
  return [...new Set(read.flatMap((one) => ('pattern' in one ? [one.pattern] : [])))];
}
