import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

import type { Settings } from './inventory.gen.ts';

/** The settings with the key's path made absolute: `~` is the home directory, the rest is relative to the inventory. */
export function absolute(settings: Settings, file: string): Settings {
  const path = settings.identity_file;
  if (path === undefined) return settings;
  const isHome = path === '~' || path.startsWith('~/');
  return {
    ...settings,
    identity_file: isHome ? join(homedir(), path.slice(1)) : resolve(dirname(file), path),
  };
}
