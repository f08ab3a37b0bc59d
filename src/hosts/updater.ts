import { shell } from './script.ts';

/** What its shell reads first. */
const first = 'updater/clean';

/** The parts of the updater, in `sh/`. */
export const updaterParts: readonly string[] = [
  first,
  'attempts',
  'root-alone',
  ...[
    'begin',
    'policy',
    'say',
    'state',
    'git',
    'fetch',
    'target',
    'trust',
    'checkout',
    'releases',
    'carry',
    'build',
  ].map((part) => `updater/${part}`),
  ...['services', 'windows', 'notify', 'run', 'back', 'finish', 'verbs', 'status'].map(
    (part) => `updater/${part}`,
  ),
];

/**
 * The program that keeps repositories of a host up to date by itself: one constant text of POSIX sh. What it does with a
 * repository stands in that one's policy, on the host.
 */
export function updaterProgram(): string {
  const rest = updaterParts.filter((part) => part !== first);
  return `#!/bin/sh\n${shell(first)}\nclean "$@"\n${shell(...rest)}\nupdater "$@"\n`;
}
