import type { Health, Job, ProposedStep } from '../../model/step.ts';
import type { FileSeen } from './actual.ts';
import { defaultHealth, type DesiredUnit } from './desired.ts';
import { blocked, type Part } from '../part.ts';
import { templateOf } from './name.ts';
import { describeUnitText, isOverWithItsCommand } from './text/describe.ts';
import type { View } from './view.ts';

const up = new Set(['active', 'reloading', 'refreshing']);
const down = new Set(['inactive', 'failed', 'deactivating', 'maintenance']);

/** Whether the unit runs, and whether what runs is older than its files. */
export function compareActive(unit: DesiredUnit, view: View, filesChange: boolean): Part {
  const state = view.shown?.activeState ?? 'inactive';
  const runs = up.has(state);
  const rests = ['active'];
  if (unit.active === false) return { rests, ...stop(unit, view, state) };
  if (unit.active === true && !runs) return { rests, ...start(unit, view, state) };
  if (!runs) return { rests };
  if (unit.active === true && endsByItself(unit, view)) return { rests, ...blocked(neverStays(unit)) };
  const staysMasked = view.mask !== undefined && unit.masked !== false;
  const outdated = filesChange ? 'its files change' : staysMasked ? undefined : whyOutdated(unit, view);
  if (outdated === undefined) return { rests, warnings: fromTheFuture(unit, view) };
  // Somebody may restart it before we do.
  return { rests: filesChange ? rests : [...rests, 'invocation'], ...bringUp(unit, view, outdated) };
}

function stop(unit: DesiredUnit, view: View, state: string): Part {
  if (!mayRun(state)) return {};
  const refused = whyNoStop(unit, view);
  if (refused !== undefined) return blocked(refused);
  const step: ProposedStep = {
    do: 'stop',
    phase: 'stop',
    scope: unit.scope,
    unit: unit.name,
    because: `it is ${state}`,
  };
  return { differences: [{ field: 'active', from: true, to: false }], steps: [step] };
}

/** Something of it runs, or will soon. A word that systemd has yet to learn counts as such. */
export function mayRun(activeState: string): boolean {
  return !down.has(activeState);
}

/** Why systemd would not stop it when asked. */
export function whyNoStop({ name }: DesiredUnit, view: View): string | undefined {
  const refused = refusal(view, ['stop']);
  return refused === undefined ? undefined : `${name} cannot be stopped: ${refused}`;
}

function start(unit: DesiredUnit, view: View, state: string): Part {
  const cannot = whyNot(unit, view);
  if (cannot !== undefined) return blocked(cannot);
  const because =
    state === 'failed' ? `it has failed (${view.shown?.result ?? 'unknown'})` : `it is ${state}`;
  const from = state === 'inactive' ? false : state;
  return { differences: [{ field: 'active', from, to: true }], steps: run(unit, 'start', because) };
}

/** The running process does not know of its newest files: the level is seen, not the change, so it cannot be lost. */
function bringUp(unit: DesiredUnit, view: View, outdated: string): Part {
  const asked = unit.onChange ?? 'restart';
  if (asked === 'none')
    return { warnings: [`${unit.name} runs on older files (${outdated}); on_change: none leaves it so`] };
  if (view.mask !== undefined && unit.masked !== false)
    return {
      warnings: [`${unit.name} runs on older files (${outdated}); it is masked, so nothing restarts it`],
    };
  const canReload =
    view.texts === null ? view.shown?.canReload === true : describeUnitText(view.texts).canReload;
  const job: Job = asked === 'reload' && !canReload ? 'restart' : asked;
  const cannot = canReload && job !== 'restart' ? undefined : whyNoRestart(view);
  if (cannot !== undefined)
    return blocked(`${unit.name} cannot be restarted: ${cannot}; \`on_change: none\` leaves it as it runs`);
  const because = job === asked ? outdated : `${outdated}; it cannot reload (no ExecReload=)`;
  return {
    differences: [{ field: 'running', from: 'older than its files', to: 'current' }],
    steps: run(unit, job, because).filter((step) => step.do !== 'health' || !endsByItself(unit, view)),
  };
}

function run(unit: DesiredUnit, job: Job, because: string): readonly ProposedStep[] {
  const { scope, name } = unit;
  const health: Health = unit.health ?? defaultHealth;
  return [
    { do: job, phase: 'start', scope, unit: name, because },
    { do: 'health', phase: 'health', scope, unit: name, health, because: `after its ${job}` },
  ];
}

function whyNot(unit: DesiredUnit, view: View): string | undefined {
  const { name } = unit;
  const { shown } = view;
  if (!view.exists)
    return `${name} cannot be started: this host has no such unit, and no \`file:\` of a playbook installs it`;
  if (unit.file === undefined && (shown?.loadState === 'bad-setting' || shown?.loadState === 'error')) {
    return `${name} cannot be started: systemd cannot load its file (${shown.loadState}); see \`systemctl status ${name}\``;
  }
  const refused = refusal(view, ['start']);
  if (refused !== undefined) return `${name} cannot be started: ${refused}`;
  return endsByItself(unit, view) ? neverStays(unit) : undefined;
}

function neverStays({ name }: DesiredUnit): string {
  return `${name} never stays active: it is Type=oneshot without RemainAfterExit=yes; leave \`active\` out, or start it by a timer`;
}

function endsByItself({ name }: DesiredUnit, { texts }: View): boolean {
  return texts !== null && isOverWithItsCommand(name, texts);
}

function whyNoRestart(view: View): string | undefined {
  if (!view.exists) return `its file ${view.shown?.fragmentPath ?? ''} is gone`;
  return refusal(view, ['start', 'stop']);
}

/** Units that only others may start or stop say so; systemd.unit(5). */
function refusal({ texts, shown }: View, jobs: readonly ('start' | 'stop')[]): string | undefined {
  const said = texts === null ? shown : describeUnitText(texts);
  const keys = { start: 'refuseManualStart', stop: 'refuseManualStop' } as const;
  const refused = jobs.find((job) => said?.[keys[job]]);
  if (refused === undefined) return undefined;
  return `its file says ${refused === 'start' ? 'RefuseManualStart' : 'RefuseManualStop'}=yes`;
}

function whyOutdated(unit: DesiredUnit, view: View): string | undefined {
  const { shown, manager } = view;
  if (shown === undefined) return undefined;
  if (shown.needDaemonReload) return 'its files have changed on disk since systemd read them';
  // A reload that failed moves the time of the last change too.
  const reloads = unit.onChange?.startsWith('reload') === true;
  if (reloads && !['', 'success'].includes(shown.reloadResult))
    return `its last reload failed (${shown.reloadResult})`;
  const { now = Infinity } = manager;
  const newer = newerInputs(unit, view).find(({ modified }) => modified <= now);
  return newer === undefined ? undefined : `it was started before ${newer.path} changed`;
}

/** Of a clock that was wrong, or a machine put back to an earlier day: a restart would not end the difference. */
function fromTheFuture(unit: DesiredUnit, view: View): readonly string[] {
  const { now = Infinity } = view.manager;
  const files = newerInputs(unit, view).filter(({ modified }) => modified > now);
  return files.map(
    ({ path }) => `${path} has a time in the future: whether ${unit.name} is behind it cannot be told`,
  );
}

/** What has a repository looked at before a start is nothing that a running service is behind. */
const forTheNextStart = /\/50-fleetwright-repo-[^/]+\.conf$/;

/** Files that the unit was made from and that have changed since it was started. */
function newerInputs(unit: DesiredUnit, { shown, manager, fragment }: View): readonly FileSeen[] {
  if (shown === undefined) return [];
  // A reload does not start anything anew: it shows in the last change of state only.
  const since = unit.onChange?.startsWith('reload') === true ? shown.changedAt : shown.startedAt;
  if (since === 0) return [];
  const names = [unit.name, templateOf(unit.name) ?? unit.name];
  const directories = names.map((name) => `${manager.directory}/${name}.d`); // a drop-in that went leaves its time there
  const main = fragment?.path ?? shown.fragmentPath; // a mask that goes was its file until now
  const paths = new Set([main, ...shown.dropInPaths, ...directories]);
  const inputs = [...paths].filter((path) => !forTheNextStart.test(path));
  return inputs.flatMap((path) => manager.files.get(path) ?? []).filter((file) => file.modified > since);
}
