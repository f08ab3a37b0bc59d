import { didYouMean } from '../../../../model/nearest.ts';
import { printable } from '../../../../model/printable.ts';
import { serviceTypes } from '../service-type.ts';
import { assignments } from '../settings.ts';
import type { Assignment, UnitText } from '../parse.ts';
import { afterComment } from './known.ts';
import { type UnitProblem, warning } from './problem.ts';

/** The words of Restart=; systemd.service(5). */
export const restartWords: readonly string[] = [
  'no',
  'always',
  'on-success',
  'on-failure',
  'on-abnormal',
  'on-abort',
  'on-watchdog',
];

const choices: Readonly<Record<string, readonly string[]>> = { Type: serviceTypes, Restart: restartWords };

/** More whose empty value is skipped, and takes nothing back, although one might think so. */
const neverEmpty = {
  Service: ['BusName', 'NotifyAccess'],
  Unit: ['SuccessAction', 'FailureAction', 'StartLimitAction', 'JobTimeoutAction'],
};

/** Words that systemd would skip, leaving what was before: `Restart=allways` restarts nothing. */
export function lintChoices(unit: UnitText): readonly UnitProblem[] {
  const unknown = Object.entries(choices).flatMap(([key, words]) =>
    assignments(unit, 'Service', key)
      .filter(({ value }) => !words.includes(value))
      .map((assignment) => skipped(assignment, words)),
  );
  const empty = Object.entries(neverEmpty)
    .flatMap(([section, keys]) => assignments(unit, section, ...keys))
    .filter(({ value }) => value === '');
  return [...unknown, ...empty.map((assignment) => skipped(assignment))];
}

function skipped({ key, value, line }: Assignment, words: readonly string[] = []): UnitProblem {
  const choice = words.length === 0 ? undefined : `it may be ${words.join(', ')}`;
  const hint = afterComment(value) ?? didYouMean(value, words) ?? choice;
  return warning(line, `${key}=${printable(value)} means nothing to systemd: it skips the line`, hint);
}
