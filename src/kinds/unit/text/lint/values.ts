import { didYouMean } from '../../../../model/nearest.ts';
import { printable } from '../../../../model/printable.ts';
import { assignments } from '../settings.ts';
import type { UnitText } from '../parse.ts';
import { afterComment } from './known.ts';
import { type UnitProblem, warning } from './problem.ts';

/** Service directives with a few words to choose from; systemd.service(5). */
const choices: Readonly<Record<string, readonly string[]>> = {
  Type: ['simple', 'exec', 'forking', 'oneshot', 'dbus', 'notify', 'notify-reload', 'idle'],
  Restart: ['no', 'always', 'on-success', 'on-failure', 'on-abnormal', 'on-abort', 'on-watchdog'],
};

/** Words that systemd would skip, leaving the default: `Restart=allways` restarts nothing. */
export function lintChoices(unit: UnitText): readonly UnitProblem[] {
  return Object.entries(choices).flatMap(([key, words]) =>
    assignments(unit, 'Service', key)
      .filter(({ value }) => value !== '' && !words.includes(value))
      .map(({ value, line }) =>
        warning(
          line,
          `${key}=${printable(value)} means nothing to systemd: it skips the line`,
          afterComment(value) ?? didYouMean(value, words) ?? `it may be ${words.join(', ')}`,
        ),
      ),
  );
}
