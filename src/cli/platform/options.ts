import { Option } from 'commander';

const which = 'Which hosts and what:';
const how = 'How:';

/** The flags of the `platform …` verbs, by name. */
export const platformOptions = {
  playbook: (): Option =>
    new Option('--playbook <file>', 'what the platform is, in place of the configured one; several times')
      .argParser((value, before: readonly string[] | undefined) => [...(before ?? []), value])
      .helpGroup(which),
  includeSystemd: (): Option =>
    new Option('--include-systemd', 'the units that the playbook declares, too').helpGroup(which),
  deletePlaced: (): Option =>
    new Option(
      '--delete',
      'what an earlier run put there and is gone here goes, whatever a tree says',
    ).helpGroup(which),
  toTree: (): Option =>
    new Option('--to <dir>', 'a copy below this directory, and not into the sources').helpGroup(which),
  compress: (): Option =>
    new Option('--compress', 'as always: contents travel compressed with and without it').helpGroup(how),
} as const;
