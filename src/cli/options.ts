import { InvalidArgumentError, Option } from 'commander';

import { milliseconds } from '../model/duration.ts';
import { platformOptions } from './platform/options.ts';
import { unitOptions } from './units/options.ts';

/** What was typed, and only that: an absent flag is left to the environment, to fleetwright.yaml, then to its default. */
export interface Flags {
  readonly inventory?: readonly string[];
  readonly limit?: string;
  readonly only?: readonly string[];
  readonly except?: readonly string[];
  readonly forks?: number;
  readonly var?: Readonly<Record<string, string>>;
  readonly yes?: boolean;
  /** How many times -v was given. */
  readonly verbose?: number;
  readonly quiet?: boolean;
  readonly json?: boolean;
  readonly color?: 'auto' | 'always' | 'never';
  readonly out?: string;
  readonly detailedExitcode?: boolean;
  readonly askBecomePass?: boolean;
  readonly check?: boolean;
  readonly dryRun?: boolean;
  /** Milliseconds. */
  readonly lockWait?: number;
  readonly allowCritical?: boolean;
  /** The same as `yes`. */
  readonly force?: boolean;
  /** Globs of unit names. */
  readonly match?: readonly string[];
  readonly includeAll?: boolean;
  readonly backupDir?: string;
  readonly filesOnly?: boolean;
  readonly statesOnly?: boolean;
  readonly prune?: boolean;
  /** A directory or a host. */
  readonly from?: string;
  /** A host in place of this machine. */
  readonly with?: string;
  /** A directory; of `updates run`, a commit, tag or branch. */
  readonly to?: string;
  readonly install?: boolean;
  readonly prefer?: 'local' | 'remote';
  readonly delete?: boolean;
  readonly keep?: number;
  readonly keepDays?: number;
  readonly explain?: string;
  readonly failed?: boolean;
  readonly watch?: boolean;
  /** False with --no-start. */
  readonly start?: boolean;
  readonly allowDelete?: number;
  /** Files. */
  readonly playbook?: readonly string[];
  readonly includeSystemd?: boolean;
  readonly compress?: boolean;
  readonly excludeData?: boolean;
  readonly includeSecrets?: boolean;
  /** False with --no-restart. */
  readonly restart?: boolean;
  readonly ignoreWindow?: boolean;
  readonly batches?: readonly (number | string)[];
  readonly purge?: boolean;
  readonly until?: string;
  readonly reason?: string;
}

const which = 'Which hosts and what:';
const how = 'How:';

/** The flags of more than one verb, by name: spelled once, so that they mean the same everywhere. */
export const options = {
  inventory: (): Option =>
    new Option('-i, --inventory <file>', 'the hosts; may be given several times')
      .argParser(append)
      .helpGroup(which),
  limit: (): Option =>
    new Option(
      '-l, --limit <pattern>',
      'only these hosts: names, groups, globs; `:` or, `:&` and, `:!` not',
    ).helpGroup(which),
  only: (): Option =>
    new Option('--only <address>', 'only these resources, such as `unit/web*`; several times')
      .argParser(append)
      .helpGroup(which),
  except: (): Option =>
    new Option('--except <address>', 'all but these resources; several times')
      .argParser(append)
      .helpGroup(which),
  var: (): Option =>
    new Option('--var <name=value>', 'a variable for templates, stronger than any file; several times')
      .argParser(assign)
      .helpGroup(which),
  forks: (): Option =>
    new Option('-f, --forks <number>', 'hosts at the same time (default: 32)')
      .argParser(count)
      .helpGroup(how),
  askBecomePass: (): Option =>
    new Option('-K, --ask-become-pass', 'ask once for the password that sudo wants').helpGroup(how),
  allowCritical: (): Option =>
    new Option('--allow-critical', 'let named units be stopped that a host needs to live').helpGroup(how),
  allowDelete: (): Option =>
    new Option('--allow-delete <number>', 'let so many files of a tree go, although that is most of it')
      .argParser(files)
      .helpGroup(how),
  excludeData: (): Option =>
    new Option('--exclude-data', 'leave out what trees call `data`').helpGroup(which),
  includeSecrets: (): Option =>
    new Option('--include-secrets', 'copy what trees call `secrets`, too').helpGroup(which),
  yes: (): Option => new Option('-y, --yes', 'do not ask for approval').helpGroup(how),
  check: (): Option => new Option('-C, --check', 'stop after the plan: show, change nothing').helpGroup(how),
  dryRun: (): Option => new Option('--dry-run', 'the same as --check').helpGroup(how),
  lockWait: (): Option =>
    new Option('--lock-wait <duration>', 'wait this long for another run to end, such as `5m`')
      .argParser(duration)
      .helpGroup(how),
  out: (): Option => new Option('-o, --out <file>', 'save the plan here, for `apply <file>`').helpGroup(how),
  toRef: (): Option =>
    new Option('--to <ref>', 'this commit, tag or branch instead of what the policy follows').helpGroup(how),
  noRestart: (): Option => new Option('--no-restart', 'leave the services as they run').helpGroup(how),
  ignoreWindow: (): Option =>
    new Option('--ignore-window', 'also outside of the windows that the policy names').helpGroup(how),
  batches: (): Option =>
    new Option('--batches <sizes>', 'one after the other, each if the one before is well: `1,25%,100%`')
      .argParser(sizes)
      .helpGroup(how),
  purge: (): Option =>
    new Option('--purge', 'the checkout goes, too; where it can be, it is kept for `rollback`').helpGroup(
      how,
    ),
  until: (): Option =>
    new Option('--until <time>', 'a duration such as `2h`, or `2026-12-24T18:00Z`').helpGroup(how),
  reason: (): Option => new Option('--reason <text>', 'why, for whoever asks later').helpGroup(how),
  detailedExitcode: (): Option =>
    new Option('--detailed-exitcode', 'exit with 2 when there are changes').helpGroup(how),
  ...unitOptions,
  ...platformOptions,
} as const;

/** The flags that every verb takes, before or after its name. */
export function outputOptions(): readonly Option[] {
  return [
    new Option('-v, --verbose', 'say more; twice, still more').argParser(more),
    new Option('-q, --quiet', 'say only what went wrong'),
    new Option('--json', 'data for programs on standard output'),
    new Option('--color <when>', 'when to colour').choices(['auto', 'always', 'never']),
  ];
}

function append(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

function more(_: unknown, before: number | undefined): number {
  return (before ?? 0) + 1;
}

function assign(value: string, before: Readonly<Record<string, string>> | undefined): Record<string, string> {
  const match = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(value);
  if (match === null) throw new InvalidArgumentError('It is NAME=VALUE, such as `port=8080`.');
  const [, name = '', text = ''] = match;
  return { ...before, [name]: text };
}

function count(value: string): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < 1 || number > 10_000) {
    throw new InvalidArgumentError('It is a whole number from 1 to 10000.');
  }
  return number;
}

function files(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError('It is a number of files.');
  return Number(value);
}

function sizes(value: string): readonly (number | string)[] {
  const words = value.split(',');
  if (!words.every((word) => /^([1-9]\d{0,5}|([1-9]|[1-9]\d|100)%)$/.test(word)))
    throw new InvalidArgumentError('They are numbers of hosts or percentages, such as `1,25%,100%`.');
  return words.map((word) => (word.endsWith('%') ? word : Number(word)));
}

function duration(value: string): number {
  const ms = milliseconds(value);
  if (ms === undefined)
    throw new InvalidArgumentError('It is a number with a unit, such as `90s`, `5m` or `1h`.');
  return ms;
}
