import { call } from '../hosts/quote.ts';
import type { Scope, Step } from '../model/step.ts';
import { pairs, yes } from './act-calls.ts';
import { atomicWord, stageOf } from './content/stage-of.ts';
import { isJob, isLinking, isOfPath } from './run-order.ts';

/**
 * The calls that put a host back, whatever part of the run was done: what was newly started stops while its file is
 * there, files and links return in reverse, the manager reads them again, and what ran before runs on them. Each call
 * looks in the run's journal whether its step was begun.
 */
export function undoCalls(steps: readonly Step[], run: string): readonly string[] {
  const backwards = steps.toReversed();
  const jobs = backwards.filter(isJob);
  const links = backwards.filter(isLinking);
  const scopes = [...new Set(steps.map(({ scope }) => scope))];
  const within = <S extends Step>(scope: Scope, list: readonly S[]): readonly S[] =>
    list.filter((step) => step.scope === scope);
  return [
    ...scopes.map((scope) => call('undo_start', scope, ...pairs(within(scope, jobs)))),
    ...backwards.flatMap((step) => fileCalls(step, run)),
    ...scopes.flatMap((scope) => {
      const ids = within(scope, links).map(({ id }) => id);
      return ids.length === 0 ? [] : [call('undo_links', scope, ...ids)];
    }),
    ...scopes.map((scope) => call('undo_reload', scope)),
    ...scopes.map((scope) => call('undo_stop', scope, ...pairs(within(scope, jobs)))),
    ...backwards.flatMap((step) => (step.do === 'linger' ? [call('undo_linger', step.id, step.user)] : [])),
  ];
}

function fileCalls(step: Step, run: string): readonly string[] {
  if (step.do === 'place')
    return [call('undo_tree', step.id, stageOf(step, run), step.path, step.key, atomicWord(step))];
  if (step.do === 'update-repo')
    return [call('undo_repo', step.id, step.repo, step.path, step.from ?? 'none')];
  if (step.do === 'remove-checkout')
    return [call('undo_remove_checkout', step.id, step.repo, step.path, step.layout, yes(step.keeps))];
  if (step.do === 'return-checkout')
    return [call('undo_return_checkout', step.id, step.repo, step.path, step.layout, step.run)];
  return isOfPath(step) ? [call('undo_file', step.id, step.scope, step.path)] : [];
}
