import { call, quote } from '../hosts/quote.ts';
import { shell } from '../hosts/script.ts';
import type { Scope, Step } from '../model/step.ts';
import { actCalls, yes } from './act-calls.ts';
import { parentsText, stageOf } from './content/stage-of.ts';
import { isJob, isLinking, isOfPath } from './run-order.ts';
import { undoCalls } from './undo-calls.ts';

/** What a host is told besides its steps. */
export interface RunOrder {
  readonly run: string;
  readonly nonce: string;
  /** Who runs this, from where, since when: what another run is told that finds the host locked. One line. */
  readonly holder: string;
  /** Seconds to wait for another run to end. */
  readonly lockWait: number;
  readonly onFailure: 'rollback' | 'stop';
}

/** How many runs a host keeps the records and saved files of. */
const keepRuns = 20;

/**
 * The script that hands a host its run: it stores the whole, and starts it there as a unit of its own. Nothing happens
 * when only a part of it arrives: its last line is the call, which a shell makes even of a line without an end, and the
 * last word of that line says that the others are whole.
 */
export function runScript(steps: readonly Step[], order: RunOrder): string {
  return [
    shell('common', 'start'),
    call('start_run', order.nonce, order.run, courseScript(steps, order), 'whole'),
    '',
  ].join('\n');
}

/** What then runs on the host: constant functions, the plan as calls of them, and the start. */
function courseScript(steps: readonly Step[], order: RunOrder): string {
  const { run } = order;
  const trees = steps.filter((step) => step.do === 'place');
  const updates = steps.filter((step) => step.do === 'update-repo');
  const moves = steps.filter(({ do: what }) => what === 'remove-checkout' || what === 'return-checkout');
  const set = (name: string, value: string | number): string => `${name}=${quote(String(value))}`;
  return [
    shell('common'),
    set('NONCE', order.nonce),
    set('RUN', order.run),
    set('HOLDER', order.holder),
    set('LOCK_WAIT', order.lockWait),
    set('KEEP_RUNS', keepRuns),
    set('ON_FAILURE', order.onFailure),
    shell('run', 'files', 'links', 'jobs', 'attempts', 'health', 'verify-step'),
    ...(trees.length === 0 ? [] : [shell('tree-way', 'tree-walk', 'tree-place')]),
    ...(trees.some(({ atomic }) => atomic === true) ? [shell('tree-exchange', 'tree-atomic')] : []),
    ...(updates.length === 0 ? [] : [shell('repo-run')]),
    ...(moves.length === 0 ? [] : [shell('repo-checkout', 'repo-away')]),
    inOrder(
      'check_facts',
      steps.flatMap((step) => guardCalls(step, run)),
    ),
    inOrder('save', [
      ...saveCalls(steps),
      ...trees.map((step) => call('save_tree', stageOf(step, run), step.path, step.key)),
      ...updates.map(({ repo, path }) => call('save_repo', repo, path)),
    ]),
    inOrder('prepare', [...prepareCalls(steps), ...trees.map((step) => prepareTree(step, run))]),
    inOrder('act', actCalls(steps, run)),
    [
      'undo() {',
      'undo_bad=no',
      ...undoCalls(steps, run).map((one) => `${one} || undo_bad=yes`),
      '[ "$undo_bad" = no ]',
      '}',
    ].join('\n'),
    ['clean() {', ...steps.flatMap((step) => cleanCalls(step, run)), ':', '}'].join('\n'),
    ['tidy() {', ...steps.flatMap(tidyCalls), ':', '}'].join('\n'),
    'main "$@"',
    '',
  ].join('\n');
}

/** A function that makes the calls one after the other and stops at the first that fails. */
function inOrder(name: string, calls: readonly string[]): string {
  return [`${name}() {`, ...calls.map((one) => `${one} || return 1`), ':', '}'].join('\n');
}

function guardCalls(step: Step, run: string): readonly string[] {
  if (step.do === 'place') return [call('guard_tree', stageOf(step, run), step.path, parentsText(step))];
  if (step.do === 'remove-checkout')
    return [call('guard_checkout', step.repo, step.path, step.owner, step.layout, step.was)];
  if (step.do === 'return-checkout')
    return [call('guard_return', step.repo, step.path, step.layout, step.run)];
  if (!isOfPath(step)) return [];
  return [call('guard', step.scope, step.path, step.was ?? 'none')];
}

function saveCalls(steps: readonly Step[]): readonly string[] {
  return perScope(steps, (scope, own) => {
    const paths = own.filter(isOfPath).map(({ path }) => path);
    const units = [...new Set(own.filter(isJob).map(({ unit }) => unit))];
    return [
      ...(paths.length === 0 ? [] : [call('save_files', scope, ...paths)]),
      ...(own.some(isLinking) ? [call('save_links', scope)] : []),
      ...(units.length === 0 ? [] : [call('save_states', scope, ...units)]),
    ];
  });
}

function prepareCalls(steps: readonly Step[]): readonly string[] {
  return perScope(steps, (scope, own) => {
    const writes = own.flatMap((step) => (step.do === 'write' ? [step] : []));
    const links = own.flatMap((step) => (step.do === 'link' ? [step] : []));
    return [
      ...writes.map(({ path, mode, owner, content }) =>
        call('prepare_file', scope, path, mode, owner, content),
      ),
      ...links.map(({ path, target }) => call('prepare_link', scope, path, target)),
      ...(writes.length === 0 ? [] : [call('prepared', scope, ...writes.map(({ path }) => path))]),
    ];
  });
}

function prepareTree(step: Step & { readonly do: 'place' }, run: string): string {
  return call(
    'prepare_tree',
    stageOf(step, run),
    step.path,
    step.key,
    'run' in step.from ? step.from.run : '-',
  );
}

function cleanCalls(step: Step, run: string): readonly string[] {
  if (step.do === 'place') return [call('clean_tree', stageOf(step, run))];
  return step.do === 'write' || step.do === 'link' ? [call('clean_file', step.scope, step.path)] : [];
}

function tidyCalls(step: Step): readonly string[] {
  if (step.do === 'remove-checkout') return [call('forget_checkout', step.repo, step.path, yes(step.keeps))];
  return step.do === 'remove' ? [call('remove_empty', step.scope, step.path)] : [];
}

function perScope(
  steps: readonly Step[],
  calls: (scope: Scope, own: readonly Step[]) => readonly string[],
): readonly string[] {
  const scopes = [...new Set(steps.map(({ scope }) => scope))];
  return scopes.flatMap((scope) =>
    calls(
      scope,
      steps.filter((step) => step.scope === scope),
    ),
  );
}
