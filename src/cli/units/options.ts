import { InvalidArgumentError, Option } from 'commander';

const which = 'Which units:';
const how = 'How:';

/** The flags of the `units …` verbs, by name. */
export const unitOptions = {
  match: (): Option =>
    new Option(
      '--match <glob>',
      'units whose name matches, in place of the configured patterns; several times',
    )
      .argParser(append)
      .helpGroup(which),
  includeAll: (): Option =>
    new Option('--include-all', 'every unit that has a file, whatever the patterns').helpGroup(which),
  onlyUnits: (): Option =>
    new Option('--only <glob>', 'only units whose name matches; several times')
      .argParser(append)
      .helpGroup(which),
  filesOnly: (): Option =>
    new Option('--files-only', 'unit files and drop-ins, and no states').helpGroup(which),
  statesOnly: (): Option =>
    new Option('--states-only', 'whether units are enabled, run and are masked, and no files').helpGroup(
      which,
    ),
  from: (): Option =>
    new Option('--from <dir-or-host>', 'a backup, or another host, in place of this machine').helpGroup(
      which,
    ),
  with: (): Option => new Option('--with <host>', 'another host in place of this machine').helpGroup(which),
  to: (): Option => new Option('--to <dir>', 'where the files go (default: pulled/HOST)').helpGroup(which),
  install: (): Option =>
    new Option('--install', 'then install them on this machine: plan, ask, and do it').helpGroup(how),
  prefer: (): Option =>
    new Option('--prefer <side>', 'who wins where both changed: local or remote')
      .choices(['local', 'remote'])
      .helpGroup(how),
  delete: (): Option =>
    new Option('--delete', 'what was deleted on one side goes on the other too').helpGroup(how),
  prune: (): Option => new Option('--prune', 'also remove units that were not there').helpGroup(which),
  failed: (): Option => new Option('--failed', 'only units that have failed').helpGroup(which),
  explain: (): Option =>
    new Option('--explain <glob>', 'say why units of such names are taken, or are not').helpGroup(which),
  watch: (): Option => new Option('--watch', 'look again every two seconds, until Ctrl-C').helpGroup(how),
  start: (): Option =>
    new Option('--no-start', 'leave what runs running, and what does not stopped').helpGroup(how),
  force: (): Option =>
    new Option('--force', 'the same as --yes: do not ask; every guard stays').helpGroup(how),
  backupDir: (): Option =>
    new Option('--backup-dir <dir>', 'where backups are kept (default: backups)').helpGroup(how),
  keep: (): Option =>
    new Option('--keep <number>', 'afterwards remove all but the newest so many backups')
      .argParser(whole)
      .helpGroup(how),
  keepDays: (): Option =>
    new Option('--keep-days <number>', 'afterwards remove backups that are older')
      .argParser(whole)
      .helpGroup(how),
} as const;

function append(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

function whole(value: string): number {
  if (!/^\d{1,5}$/.test(value) || Number(value) < 1) {
    throw new InvalidArgumentError('It is a whole number from 1.');
  }
  return Number(value);
}
