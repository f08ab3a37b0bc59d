import type { Host } from '../../model/host.ts';
import type { Unreachable } from '../connection.ts';
import type { Settings } from '../ssh-config/evaluate.ts';
import { parseJump } from '../ssh-config/jump.ts';
import type { Hop } from '../ssh-config/jump.ts';
import { isUnreachable, unreachable } from '../unreachable.ts';
import type { Wanted } from './wanted.ts';

/** The hops of a target, or why ssh_config cannot be followed: of ProxyJump and ProxyCommand the one said first counts. */
export function hopsOf(wanted: Wanted, settings: Settings): readonly Hop[] | Unreachable {
  const said = [...settings.words.keys()].find(
    (keyword) => keyword === 'proxyjump' || keyword === 'proxycommand',
  );
  const command = settings.words.get('proxycommand');
  if (wanted.jump === undefined && said === 'proxycommand' && command?.join(' ').toLowerCase() !== 'none')
    return unreachable(
      'config',
      `ssh_config reaches ${wanted.name} by a ProxyCommand`,
      'set `connection: openssh` for the host, or `jump`',
    );
  const jump =
    wanted.jump ?? (said === 'proxyjump' ? settings.words.get('proxyjump')?.join(' ') : undefined) ?? 'none';
  return (
    parseJump(jump) ??
    unreachable(
      'config',
      `the jump ${JSON.stringify(jump)} of ${wanted.name} is not understood`,
      'write `[user@]host[:port]`',
    )
  );
}

/**
 * Resolves hops from the nearest on. Only the first may have a jump of its own: the others are reached through the one
 * before, whatever their configuration says (as `ssh -J` does).
 */
export async function chain<T extends { readonly via?: T }>(
  hops: readonly Hop[],
  resolveHop: (wanted: Wanted) => Promise<T | Unreachable>,
  inventory?: (name: string) => Host | undefined,
): Promise<T | Unreachable | undefined> {
  let via: T | undefined;
  for (const hop of hops) {
    const known = inventory?.(hop.alias);
    const { alias, ...said } = hop;
    const wanted = { ...known, name: alias, ...said, ...(via && { jump: 'none' }) };
    const target = await resolveHop(wanted);
    if (isUnreachable(target)) return target;
    via = via ? { ...target, via } : target;
  }
  return via;
}
