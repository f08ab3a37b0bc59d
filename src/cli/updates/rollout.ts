import { playHosts } from '../../desire/play-hosts.ts';
import { batchesOf, rolloutsOf } from '../../desire/rollout.ts';
import { kinds } from '../../kinds/registry.ts';
import { declaresRepo } from '../../kinds/repos.ts';
import { loadPlaybooks } from '../../load/playbook.ts';
import type { Rollout } from '../../model/plan.ts';
import { allAtOnce } from '../../plan/all-at-once.ts';
import { askedRollout } from '../asked-rollout.ts';
import { writeDiagnostics } from '../declaration.ts';
import { exitCodes } from '../exit-code.ts';
import type { Flags } from '../options.ts';
import { namesOf, type Asking } from './asking.ts';

/**
 * How an update of a repository goes over hosts: in the batches that were asked for, else as the plays say that declare
 * it, as with `apply`. Hosts of no such play come last, one of them before the others. What is wrong with the playbooks is
 * told, and comes back as an exit code: who wrote batches down would not want all hosts at once.
 */
export function rolloutsFor(
  name: string,
  having: readonly string[],
  { settings, inventory, frame, hosts }: Pick<Asking, 'settings' | 'inventory' | 'frame' | 'hosts'>,
  flags: Flags,
): readonly Rollout[] | number {
  if (flags.batches !== undefined) return [askedRollout(having, flags)];
  const { value: plays, diagnostics } = loadPlaybooks(settings.playbook.value, kinds);
  const own = (plays ?? []).filter(({ items }) =>
    items.some(({ kind, spec }) => kind === 'repo' && declaresRepo(spec, name)),
  );
  const found = playHosts(own, inventory, {});
  const wrong = [...diagnostics, ...found.diagnostics].filter(({ severity }) => severity === 'error');
  if (wrong.length > 0) {
    writeDiagnostics(wrong, flags, frame);
    frame.err.write('the playbook says in which batches to update; --batches says so here\n');
    return exitCodes.error;
  }
  const asked = new Set(namesOf(hosts));
  const declared = rolloutsOf(
    own,
    found.selected.map((selected) => new Set([...selected].filter((host) => asked.has(host)))),
  );
  const planned = new Set(declared.flatMap(({ batches }) => batches.flat()));
  const others = having.filter((host) => !planned.has(host));
  return others.length === 0
    ? declared
    : [...declared, { ...allAtOnce(others), batches: batchesOf(others, [1, '100%']) }];
}
