import { thisController } from '../controller.ts';
import type { KnownHosts } from '../known-hosts/index-of.ts';
import { lookupNames } from '../known-hosts/judge.ts';
import { expand } from '../ssh-config/expand.ts';
import { pinnedName } from './arguments.ts';
import type { Stop } from './stop.ts';

/**
 * The known_hosts file for the pinned hosts of a way: the pinned keys, and what ssh's own files revoke of the same
 * hosts, for ssh looks at no other file when keys are pinned.
 */
export async function pinsOf(
  stop: Stop,
  knownHosts: (files: readonly string[]) => Promise<KnownHosts>,
): Promise<string> {
  const before = stop.via ? await pinsOf(stop.via, knownHosts) : '';
  const { hostKeys = [] } = stop.host;
  if (hostKeys.length === 0) return before;
  const revoked = revokedFor(stop, await knownHosts(filesOf(stop)));
  const lines = [...hostKeys.map((key) => `${pinnedName(stop)} ${key}`), ...revoked];
  return `${before}${lines.join('\n')}\n`;
}

function revokedFor(stop: Stop, known: KnownHosts): readonly string[] {
  const { address, port } = placeOf(stop);
  const { name, bare } = lookupNames(address, port, stop.says.get('hostkeyalias'));
  return [name, ...(bare === undefined ? [] : [bare])]
    .flatMap((one) => [...known.plain(one), ...known.hashed(one)])
    .filter(({ marker }) => marker === 'revoked')
    .map(({ type, base64 }) => `@revoked ${pinnedName(stop)} ${type} ${base64}`);
}

function filesOf(stop: Stop): readonly string[] {
  const controller = thisController();
  const tokens = {
    ...placeOf(stop),
    alias: stop.host.name,
    user: stop.says.get('user') ?? controller.user,
    home: controller.home,
    localUser: controller.user,
    uid: controller.uid,
  };
  return ['userknownhostsfile', 'globalknownhostsfile']
    .flatMap((keyword) => stop.says.get(keyword)?.split(' ') ?? [])
    .flatMap((path) => expand(path, tokens) ?? []);
}

function placeOf({ host, says }: Stop): { readonly address: string; readonly port: number } {
  return { address: says.get('hostname') ?? host.name, port: Number(says.get('port') ?? 22) };
}
