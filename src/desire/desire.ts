import type { AnyKind, KindResources, TreeClasses } from '../kinds/kind.ts';
import type { Checked } from '../load/checked.ts';
import { checked, hasErrors } from '../load/checked.ts';
import type { LoadedPlay } from '../load/playbook.ts';
import type { Host, Vars } from '../model/host.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Rollout } from '../model/plan.ts';
import { duplicateResources } from './duplicates.ts';
import { hostDiagnostics } from './host-diagnostics.ts';
import { builtIn } from './host-scope.ts';
import type { ResolvedItem } from './item-resolver.ts';
import { playHosts } from './play-hosts.ts';
import { resolvePlays } from './resolve-plays.ts';
import { rolloutsOf } from './rollout.ts';

/** What the command line narrows or adds. */
export interface Selection {
  /** A host pattern that the hosts of every play are cut down to. */
  readonly limit?: string;
  /** The limit is what a command's own words name, and not `--limit`. */
  readonly isNamed?: boolean;
  /** What an `@FILE` in the limit is relative to; without it the working directory. */
  readonly directory?: string;
  /** Variables stronger than all others. */
  readonly vars?: Vars;
  /** Which classes of trees' files go along; without it data, and no secrets. */
  readonly classes?: TreeClasses;
  /** The program that hosts keep their repositories up to date with. */
  readonly updater?: string;
}

/** What one host is to be: every kind's resources, in the order of the plays and of the documents. */
export interface DesiredHost {
  readonly host: Host;
  readonly resources: readonly KindResources[];
}

/** What the selected hosts are to be, and in which order they are acted on; no host is in two rollouts. */
export interface DesiredFleet {
  readonly hosts: readonly DesiredHost[];
  readonly rollouts: readonly Rollout[];
}

/** What `desire` needs: documents that are right in themselves, and the kinds that know what entries mean. */
export interface Documents {
  readonly inventory: Inventory;
  readonly plays: readonly LoadedPlay[];
  readonly kinds: readonly AnyKind[];
}

/**
 * Documents and a selection → resources per host, everything read and rendered; no host is contacted. All that is wrong
 * comes at once: patterns that select nothing, missing files, undefined variables, one resource declared twice.
 */
export function desire(documents: Documents, selection: Selection = {}): Checked<DesiredFleet> {
  const { inventory, plays, kinds } = documents;
  const { selected, diagnostics } = playHosts(plays, inventory, selection);
  if (hasErrors(diagnostics)) return { diagnostics };
  const { vars = {}, classes = { data: true, secrets: false }, updater = '' } = selection;
  const resolvedOf = resolvePlays(plays, kinds, { vars, classes, updater });
  const found = hostDiagnostics();
  const names = new Set(selected.flatMap((hosts) => [...hosts]));
  const hosts: DesiredHost[] = [];
  for (const [name, host] of inventory.hosts) {
    if (!names.has(name)) continue;
    const own = builtIn(host, inventory.groupsOf.get(name) ?? []);
    const resolved = plays.flatMap((play, index) =>
      selected[index]?.has(name) === true ? resolvedOf(play, { vars: host.vars, host: own }) : [],
    );
    found.add(
      name,
      resolved.flatMap((one) => one.diagnostics),
    );
    found.add(name, duplicateResources(resolved));
    hosts.push({ host, resources: byKind(kinds, resolved) });
  }
  return checked({ hosts, rollouts: rolloutsOf(plays, selected) }, [
    ...diagnostics,
    ...found.all(names.size),
  ]);
}

function byKind(kinds: readonly AnyKind[], resolved: readonly ResolvedItem[]): readonly KindResources[] {
  return kinds.flatMap((kind): readonly KindResources[] => {
    const desired = resolved.filter((one) => one.kind === kind).flatMap((one) => one.desired);
    return desired.length === 0 ? [] : [{ kind, desired }];
  });
}
