import type { Assignment } from '../parse.ts';
import { type UnitProblem, warning } from './problem.ts';

/** Programs that need the network; the options between a program and its verb may come in any number. */
const fetchers: readonly RegExp[] = [
  /\bgit\s+(?:-\S+\s+(?:\/\S+\s+)?)*(?:pull|fetch|clone|remote\s+update|submodule\s+update)\b/,
  /\bpip[\d.]*\s+(?:-\S+\s+)*install\b/,
  /\buv\s+(?:pip\s+install|sync)\b/,
  /\b(?:npm|pnpm|yarn)\s+(?:-\S+\s+)*(?:ci|i|install|update)\b/,
  /\b(?:apt|apt-get|dnf|yum|zypper|apk)\s+(?:-\S+\s+)*(?:update|upgrade|install|add)\b/,
  /\b(?:docker|podman)\s+(?:compose\s+)?(?:-\S+\s+)*pull\b/,
  /\b(?:curl|wget)\s/,
];

/** A URL of the machine itself: waiting for another local service needs no network. */
const local = /\b(?:localhost|127\.\d+\.\d+\.\d+|\[::1\]|0\.0\.0\.0)(?:[:/\s"']|$)|--unix-socket/;

/**
 * Warns of a command that fetches from the network before the service: the host that has no network then, for a minute or a
 * day, has no service either.
 */
export function lintFetching({ key, value, line }: Assignment): readonly UnitProblem[] {
  if (key !== 'ExecStartPre' && key !== 'ExecCondition') return [];
  const found = fetchers
    .map((fetcher) => fetcher.exec(value)?.[0].trim())
    .find((match) => match !== undefined);
  if (found === undefined || local.test(value)) return [];
  const effect = value.startsWith('-') ? 'holds up the start' : 'keeps the service from starting';
  return [
    warning(
      line,
      `${key}= with \`${found}\` ${effect} while the host is offline`,
      'fetch in a unit or timer of its own',
    ),
  ];
}
