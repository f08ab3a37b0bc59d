import type { Fault, SpecRule } from '../kind.ts';
import { checkPattern } from './glob.ts';
import { isTemplate, parseUnitName } from './name.ts';
import type { UnitSpec } from './spec.gen.ts';

type Key = keyof UnitSpec;

/** What an entry of `units` may not be although its schema accepts it: one named function a mistake. */
export const unitRules: readonly SpecRule<UnitSpec>[] = [
  isNamedOrMatched,
  isNotBoth,
  hasARealName,
  hasRealPatterns,
  narrowsAMatch,
  installsNothingByPattern,
  absentStandsAlone,
  maskedUnitIsNotInstalled,
  maskedUnitCannotRun,
  privateFilesAreInstalled,
  instancesComeFromATemplate,
  templateItselfDoesNotRun,
  healthNeedsAStart,
  saysSomething,
];

function isNamedOrMatched({ name, match }: UnitSpec): Fault | undefined {
  if (name !== undefined || match !== undefined) return undefined;
  return {
    path: [],
    message: 'the entry names no unit',
    hint: 'give it `name: ollama.service` or `match: "*ollama*"`',
  };
}

function isNotBoth({ name, match }: UnitSpec): Fault | undefined {
  if (name === undefined || match === undefined) return undefined;
  return { path: ['match'], message: '`name` and `match` in one entry', hint: 'make two entries of it' };
}

function hasARealName({ name }: UnitSpec): Fault | undefined {
  const parsed = name === undefined ? undefined : parseUnitName(name);
  return typeof parsed === 'string' ? { path: ['name'], message: parsed } : undefined;
}

function hasRealPatterns(spec: UnitSpec): Fault | undefined {
  for (const key of ['match', 'except'] as const) {
    for (const pattern of [spec[key] ?? []].flat()) {
      const problem = checkPattern(pattern);
      if (problem !== undefined)
        return { path: [key], message: `\`${pattern}\` is not a pattern: ${problem}` };
    }
  }
  return undefined;
}

function narrowsAMatch(spec: UnitSpec): Fault | undefined {
  const stray = spec.match === undefined ? given(spec, ['except', 'optional']) : undefined;
  if (stray === undefined) return undefined;
  return { path: [stray], message: `\`${stray}\` goes with \`match\`, and there is none` };
}

/** A pattern selects what is there; what it would install or remove on the next host nobody has read. */
function installsNothingByPattern(spec: UnitSpec): Fault | undefined {
  const isPattern = spec.match !== undefined && spec.name === undefined;
  const stray = isPattern ? given(spec, ['file', 'drop_ins', 'private', 'instances', 'absent']) : undefined;
  if (stray === undefined) return undefined;
  return { path: [stray], message: `\`${stray}\` needs a unit's \`name\`; a \`match\` cannot have it` };
}

function absentStandsAlone(spec: UnitSpec): Fault | undefined {
  if (spec.absent !== true) return undefined;
  const others: readonly Key[] = [
    'file',
    'drop_ins',
    'private',
    'instances',
    'enabled',
    'active',
    'masked',
    'on_change',
    'health',
    'strict',
  ];
  const stray = given(spec, others);
  if (stray === undefined) return undefined;
  const hint = 'an absent unit is stopped, disabled and removed; there is nothing else to say';
  return { path: [stray], message: `\`${stray}\` contradicts \`absent: true\``, hint };
}

function maskedUnitIsNotInstalled(spec: UnitSpec): Fault | undefined {
  const stray =
    spec.masked === true ? given(spec, ['file', 'drop_ins', 'private', 'health', 'strict']) : undefined;
  if (stray === undefined) return undefined;
  const hint = 'a mask is a link to /dev/null in the place of the file: a unit has one or the other';
  return { path: [stray], message: `\`${stray}\` contradicts \`masked: true\``, hint };
}

function maskedUnitCannotRun(spec: UnitSpec): Fault | undefined {
  if (spec.masked !== true) return undefined;
  const stray = (['active', 'enabled'] as const).find((key) => spec[key] === true);
  if (stray === undefined) return undefined;
  return {
    path: [stray],
    message: `\`${stray}: true\` contradicts \`masked: true\``,
    hint: 'nothing starts a masked unit',
  };
}

function privateFilesAreInstalled(spec: UnitSpec): Fault | undefined {
  const installed = new Set([
    ...(spec.file === undefined ? [] : [spec.name]),
    ...Object.keys(spec.drop_ins ?? {}),
  ]);
  const stray = spec.private?.find((name) => !installed.has(name));
  if (stray === undefined) return undefined;
  return {
    path: ['private'],
    message: `\`${stray}\` is no file that the entry installs`,
    hint: 'name the unit, for its `file`, or one of its `drop_ins`',
  };
}

function instancesComeFromATemplate({ name, instances }: UnitSpec): Fault | undefined {
  if (name === undefined || instances === undefined || isTemplate(name)) return undefined;
  const hint = "a template's name ends in @ before its suffix, as in worker@.service";
  return { path: ['instances'], message: `\`${name}\` is not a template, so it has no instances`, hint };
}

function templateItselfDoesNotRun(spec: UnitSpec): Fault | undefined {
  if (spec.name === undefined || spec.instances !== undefined || !isTemplate(spec.name)) return undefined;
  const stray = given(spec, ['active', 'health']);
  if (stray === undefined) return undefined;
  const hint = 'list them in `instances`';
  return { path: [stray], message: `\`${spec.name}\` is a template: only its instances run`, hint };
}

function healthNeedsAStart({ active, health }: UnitSpec): Fault | undefined {
  if (health === undefined || active !== false) return undefined;
  return {
    path: ['health'],
    message: '`health` contradicts `active: false`',
    hint: 'a stopped unit is not checked',
  };
}

function saysSomething(spec: UnitSpec): Fault | undefined {
  const selecting: readonly string[] = [
    'name',
    'match',
    'except',
    'optional',
    'instances',
    'private',
    'scope',
    'strict',
    'on_change',
    'health',
  ];
  if (Object.keys(spec).some((key) => !selecting.includes(key) && !key.startsWith('x-'))) return undefined;
  if (spec.name === undefined && spec.match === undefined) return undefined;
  const hint = 'say `file`, `drop_ins`, `enabled`, `active`, `masked` or `absent`';
  return {
    path: [],
    message: `the entry asks nothing of \`${[spec.name ?? spec.match ?? []].flat().join(', ')}\``,
    hint,
  };
}

/** The first of the keys that the entry has; `false` is as good as not having it where only `true` asks for something. */
function given(spec: UnitSpec, keys: readonly Key[]): Key | undefined {
  return keys.find(
    (key) => spec[key] !== undefined && !(spec[key] === false && key !== 'active' && key !== 'enabled'),
  );
}
