import { call } from '../hosts/quote.ts';
import type { Step } from '../model/step.ts';
import { atomicWord, stageOf } from './content/stage-of.ts';
import { batches, type Batch, type HealthStep, type UnitStep } from './run-order.ts';

/** The calls that carry a plan out, in order; each is false when it failed. */
export function actCalls(steps: readonly Step[], run: string): readonly string[] {
  return batches(steps).flatMap((batch) => callsOf(batch, run));
}

function callsOf(batch: Batch, run: string): readonly string[] {
  switch (batch.type) {
    case 'links':
      return [call('link_units', batch.verb, batch.scope, ...pairs(batch.steps))];
    case 'jobs':
      return [call('run_job', batch.verb, batch.scope, ...pairs(batch.steps))];
    case 'health':
      return healthCalls(batch.steps);
    case 'one':
      return [oneCall(batch.step, run)];
  }
}

function oneCall(step: Step, run: string): string {
  switch (step.do) {
    case 'write':
    case 'link':
      return call('write_file', step.id, step.scope, step.path);
    case 'remove':
      return call('remove_file', step.id, step.scope, step.path);
    case 'place':
      return call('place_tree', step.id, stageOf(step, run), step.path, step.key, atomicWord(step));
    case 'update-repo':
      return call('update_repo', step.id, step.repo, ...updateWords(step));
    case 'remove-checkout':
      return call('remove_checkout', step.id, step.repo, step.path, step.layout, yes(step.keeps));
    case 'return-checkout':
      return call('return_checkout', step.id, step.repo, step.path, step.layout, step.run);
    case 'linger':
      return call('linger', step.id, step.user);
    case 'daemon-reload':
      return call('reload_manager', step.id, step.scope);
    case 'verify':
      return call('verify_unit', step.id, yes(step.strict), step.unit, ...step.files.flatMap(verifyWords));
    default:
      throw new Error(`a ${step.do} step is not one of its own`);
  }
}

function updateWords({ from, to, pinned, later }: Step & { readonly do: 'update-repo' }): readonly string[] {
  return [
    ...(from === null ? ['--first'] : []),
    ...(later === true ? ['--no-restart'] : []),
    ...(pinned === true && to !== null ? ['--to', to] : []),
  ];
}

/** A truth as the host's shell is told it. */
export function yes(value: boolean): string {
  return value ? 'yes' : 'no';
}

function verifyWords(file: { readonly path: string; readonly content: string }): readonly string[] {
  const [directory = '', name = ''] = file.path.split('/').slice(-2);
  return [directory.endsWith('.d') ? `${directory}/${name}` : name, file.content];
}

/** Systemd wakes up in ticks of its own: a crash at the very end of the settle time is still seen. */
const settleMargin = 0.3;

/** All units settle at once; then each is looked at, and asked what it was given to answer. */
function healthCalls(steps: readonly HealthStep[]): readonly string[] {
  const settle = Math.max(...steps.map(({ health }) => health.settle)) / 1000;
  const scopes = [...new Set(steps.map(({ scope }) => scope))];
  return [
    call('settle', settle === 0 ? '0' : String(settle + settleMargin), ...steps.map(({ id }) => id)),
    ...scopes.map((scope) => call('check_up', scope, ...pairs(steps.filter((step) => step.scope === scope)))),
    ...steps.flatMap(answerCalls),
  ];
}

function answerCalls({ id, scope, unit, health }: HealthStep): readonly string[] {
  const seconds = String(Math.ceil(health.timeout / 1000));
  return [
    ...(health.http === undefined ? [] : [call('check_http', id, scope, unit, seconds, health.http)]),
    ...(health.command === undefined
      ? []
      : [call('check_command', id, scope, unit, seconds, health.command)]),
    call('healthy', id),
  ];
}

/** `ID UNIT` words of each step. */
export function pairs(steps: readonly UnitStep[]): readonly string[] {
  return steps.flatMap(({ id, unit }) => [id, unit]);
}
