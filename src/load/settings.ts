import { resolve } from 'node:path';

import type { Diagnostic } from '../model/diagnostic.ts';
import type { LoadedConfig } from './config.ts';
import type { Checked } from './checked.ts';
import { checked } from './checked.ts';

/** A value and where it comes from, for people: `--forks`, `FLEETWRIGHT_FORKS`, `fleetwright.yaml:3`, `default`. */
export interface Setting<T> {
  readonly value: T;
  readonly origin: string;
}

/** What the commands work with; paths are absolute. */
export interface Settings {
  /** Empty: this machine alone. */
  readonly inventory: Setting<readonly string[]>;
  readonly playbook: Setting<readonly string[]>;
  readonly forks: Setting<number>;
  readonly backupDir: Setting<string>;
  readonly patterns: Setting<Readonly<Record<string, readonly string[]>>>;
}

/** What was typed; an absent flag leaves the word to the environment. */
export interface SettingFlags {
  readonly inventory?: readonly string[] | undefined;
  readonly playbook?: readonly string[] | undefined;
  readonly forks?: number | undefined;
  readonly backupDir?: string | undefined;
}

/** Where settings come from besides the flags. */
export interface SettingSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly file?: LoadedConfig | undefined;
}

/** Settles each value: flag > environment > fleetwright.yaml > default. An empty variable counts as not set. */
export function settings(flags: SettingFlags, sources: SettingSources): Checked<Settings> {
  const diagnostics: Diagnostic[] = [];
  const settled = {
    inventory: paths('inventory', flags.inventory, sources) ?? { value: [], origin: 'default' },
    playbook: paths('playbook', flags.playbook, sources) ?? { value: [], origin: 'default' },
    forks: forks(flags.forks, sources, diagnostics),
    backupDir: backupDir(flags.backupDir, sources),
    patterns: patterns(sources),
  };
  return checked(settled, diagnostics);
}

function paths(
  key: 'inventory' | 'playbook',
  flag: readonly string[] | undefined,
  { env, cwd, file }: SettingSources,
): Setting<readonly string[]> | undefined {
  const absolute = (base: string, list: readonly string[]): readonly string[] =>
    list.map((path) => resolve(base, path));
  if (flag !== undefined && flag.length > 0) return { value: absolute(cwd, flag), origin: flagName[key] };
  const variable = `FLEETWRIGHT_${key.toUpperCase()}`;
  const list = (env[variable] ?? '').split(',').filter((path) => path !== '');
  if (list.length > 0) return { value: absolute(cwd, list), origin: variable };
  const own = file?.config[key];
  if (file === undefined || own === undefined) return undefined;
  return { value: absolute(file.directory, [own].flat()), origin: originIn(file, key) };
}

const flagName = { inventory: '--inventory', playbook: 'the command line' } as const;

function forks(
  flag: number | undefined,
  { env, file }: SettingSources,
  diagnostics: Diagnostic[],
): Setting<number> {
  if (flag !== undefined) return { value: flag, origin: '--forks' };
  const text = env['FLEETWRIGHT_FORKS'] ?? '';
  if (text !== '') {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= 1 && value <= 10_000) return { value, origin: 'FLEETWRIGHT_FORKS' };
    const hint = 'expected a number of hosts from 1 to 10000';
    diagnostics.push({ severity: 'error', message: `FLEETWRIGHT_FORKS is \`${text}\``, hint });
  }
  const own = file?.config.forks;
  if (file === undefined || own === undefined) return { value: 32, origin: 'default' };
  return { value: own, origin: originIn(file, 'forks') };
}

function backupDir(flag: string | undefined, { env, cwd, file }: SettingSources): Setting<string> {
  if (flag !== undefined) return { value: resolve(cwd, flag), origin: '--backup-dir' };
  const variable = env['FLEETWRIGHT_BACKUP_DIR'] ?? '';
  if (variable !== '') return { value: resolve(cwd, variable), origin: 'FLEETWRIGHT_BACKUP_DIR' };
  const base = file?.directory ?? cwd;
  const own = file?.config.backup_dir;
  if (file === undefined || own === undefined) return { value: resolve(base, 'backups'), origin: 'default' };
  return { value: resolve(base, own), origin: originIn(file, 'backup_dir') };
}

function patterns({ file }: SettingSources): Settings['patterns'] {
  if (file?.config.patterns === undefined) return { value: {}, origin: 'default' };
  const named = Object.entries(file.config.patterns).filter(([name]) => !name.startsWith('x-'));
  return { value: Object.fromEntries(named), origin: originIn(file, 'patterns') };
}

function originIn({ document }: LoadedConfig, key: string): string {
  const { file, line } = document.keyPlace([key]);
  return `${file}:${line}`;
}
