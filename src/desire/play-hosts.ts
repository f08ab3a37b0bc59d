import type { LoadedPlay } from '../load/playbook.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Selection } from './desire.ts';
import { hostsOfLimit, hostsOfPlay } from './select.ts';

/** Each play's hosts under the limit, in the order of the inventory. A limit that leaves nothing to do is an error. */
export function playHosts(
  plays: readonly LoadedPlay[],
  inventory: Inventory,
  { limit, isNamed = false, directory = '.' }: Pick<Selection, 'limit' | 'isNamed' | 'directory'>,
): { readonly selected: readonly ReadonlySet<string>[]; readonly diagnostics: readonly Diagnostic[] } {
  const limited =
    limit === undefined
      ? undefined
      : hostsOfLimit(limit, inventory, directory, isNamed ? 'the hosts' : '--limit');
  const ofPlays = plays.map((play) => hostsOfPlay(play, inventory));
  const diagnostics = [...(limited?.diagnostics ?? []), ...ofPlays.flatMap((play) => play.diagnostics)];
  const allowed = limited === undefined ? undefined : new Set(limited.hosts);
  const selected = ofPlays.map(({ hosts }) => new Set(hosts.filter((host) => allowed?.has(host) ?? true)));
  if (diagnostics.length === 0 && plays.length > 0 && selected.every((hosts) => hosts.size === 0)) {
    const hint = `the plays are for ${someOf(ofPlays.flatMap(({ hosts }) => hosts))}`;
    diagnostics.push({
      severity: 'error',
      message: isNamed
        ? `no play is for \`${limit ?? ''}\``
        : `--limit \`${limit ?? ''}\` leaves no host of any play`,
      hint,
    });
  }
  return { selected, diagnostics };
}

function someOf(hosts: readonly string[]): string {
  const distinct = [...new Set(hosts)];
  return distinct.length > 8 ? `${distinct.slice(0, 8).join(', ')}, …` : distinct.join(', ');
}
