import type { Controller } from '../controller.ts';
import type { Unreachable } from '../connection.ts';
import { evaluate } from '../ssh-config/evaluate.ts';
import type { Settings } from '../ssh-config/evaluate.ts';
import type { ConfigNode } from '../ssh-config/node.ts';
import { readConfig } from '../ssh-config/read.ts';
import { unreachable } from '../unreachable.ts';
import type { Wanted } from './wanted.ts';

/** Looks up what ssh_config says of a host. */
export type SettingsOf = (wanted: Wanted) => Promise<Settings | Unreachable>;

/** Reads the configuration files at the first question, and once. */
export function settingsFrom(controller: Controller): SettingsOf {
  let reading: Promise<readonly (readonly ConfigNode[])[] | Unreachable> | undefined;
  return async (wanted) => {
    const files = await (reading ??= readAll(controller));
    if ('type' in files) return files;
    const { address, user } = wanted;
    const settings = evaluate(files, {
      alias: wanted.name,
      ...(address !== undefined && { address }),
      ...(user !== undefined && { user }),
      localUser: controller.user,
    });
    return undecided(settings, wanted) ?? unread(settings, wanted) ?? settings;
  };
}

async function readAll(controller: Controller): Promise<readonly (readonly ConfigNode[])[] | Unreachable> {
  const files = await Promise.all(controller.sshConfigs.map((file) => readConfig(file, controller.home)));
  const good: (readonly ConfigNode[])[] = [];
  for (const file of files) {
    if ('type' in file)
      return unreachable('config', file.message, 'correct the file, or set `connection: openssh`');
    good.push(file);
  }
  return good;
}

/** A value on which the way depends and which only ssh can tell; what the inventory says needs no telling. */
function undecided(settings: Settings, wanted: Wanted): Unreachable | undefined {
  const said: Readonly<Record<string, unknown>> = {
    hostname: wanted.address,
    port: wanted.port,
    user: wanted.user,
    proxyjump: wanted.jump,
    proxycommand: wanted.jump,
    hostkeyalias: wanted.hostKeys,
    userknownhostsfile: wanted.hostKeys,
    revokedhostkeys: undefined,
  };
  for (const [keyword, condition] of settings.undecided) {
    if (!(keyword in said) || said[keyword] !== undefined) continue;
    return unreachable(
      'config',
      `ssh_config sets ${keyword} of ${wanted.name} under \`${condition}\`, which the built-in client cannot decide`,
      'set `connection: openssh` for the host, or say the value in the inventory',
    );
  }
  return undefined;
}

/** A list of revoked keys that we do not read: to go on without it would be to trust them. */
function unread({ words }: Settings, { name }: Wanted): Unreachable | undefined {
  const file = words.get('revokedhostkeys')?.join(' ') ?? 'none';
  if (file.toLowerCase() === 'none') return undefined;
  return unreachable(
    'config',
    `ssh_config sets RevokedHostKeys of ${name}, which the built-in client does not read`,
    'use `connection: openssh` for the host',
  );
}
