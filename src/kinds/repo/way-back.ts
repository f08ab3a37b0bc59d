import type { Change } from '../../model/plan.ts';
import type { Probe, Sections } from '../../model/probe.ts';
import type { ProposedStep, Step } from '../../model/step.ts';
import type { Finding, PastRun } from '../kind.ts';
import { merge, type Part } from '../part.ts';
import { unifiedDiff } from '../text-diff.ts';
import { digestOf, keptProbes, readKept, shownText, type FileSeen, type Kept } from '../units.ts';
import type { Actual, RepoSeen } from './actual.ts';
import { evidenceOf } from './facts.ts';
import { checkoutBack, keptCheckoutProbes, readKeptCheckouts, type KeptCheckout } from './kept-checkout.ts';
import { addressOf } from './name.ts';
import { probe } from './probe.ts';
import { read } from './read.ts';
import { named } from './resolve.ts';

/** Repositories as they are, and what the host kept of their files; null where it has no record of the run. */
export interface SeenBack {
  readonly actual: Actual;
  readonly kept: Kept | null;
  /** Of checkouts that the run took away, by name. */
  readonly checkouts: ReadonlyMap<string, KeptCheckout>;
}

/** Runs that put back what they had done, or did nothing. */
const withoutTrace: ReadonlySet<string> = new Set(['rolled-back', 'interrupted', 'stale', 'refused']);

export function probeBack({ id, changes }: PastRun): readonly Probe[] {
  const steps = changes.flatMap((change) => change.steps);
  return [
    ...probe(changes.map((change) => named(nameOf(change)))),
    ...keptProbes(id, steps),
    ...keptCheckoutProbes(id, steps),
  ];
}

export function readBack({ id, changes }: PastRun, sections: Sections): SeenBack | string {
  const actual = read(
    sections,
    changes.map((change) => named(nameOf(change))),
  );
  if (typeof actual === 'string') return actual;
  const kept = readKept(sections, id, 'system');
  if (typeof kept === 'string') return kept;
  return { actual, kept, checkouts: readKeptCheckouts(sections, changes.map(nameOf)) };
}

/** What leads each repository back to where it was before the run: files, timer and commit. */
export function compareBack(
  { id, changes }: PastRun,
  { actual, kept, checkouts }: SeenBack,
): readonly Finding[] {
  return changes.map((change): Finding => {
    const name = nameOf(change);
    const nothing = { address: addressOf({ name }), evidence: {}, differences: [], steps: [] };
    const seen = actual.get(name);
    if (kept === null || seen === undefined)
      return {
        ...nothing,
        blocked: [`this host has no record of run ${id}: it keeps the last 20, or was installed anew`],
      };
    if (withoutTrace.has(kept.result ?? '')) return nothing;
    const { rests, ...whole } = merge([
      ...change.steps.map((step) => partOf(step, seen, kept)),
      ...change.steps.map((step) => checkoutBack(step, id, checkouts.get(name))),
    ]);
    const files = whole.steps.some((step) => 'path' in step && step.path.includes('/systemd/system/'));
    const steps: readonly ProposedStep[] = files ? [...whole.steps, reload] : whole.steps;
    return { address: addressOf({ name }), evidence: evidenceOf(seen, rests), ...whole, steps };
  });
}

const because = 'as it was before the run';
const reload: ProposedStep = { do: 'daemon-reload', phase: 'reload', scope: 'system', because };

function partOf(step: Step, seen: RepoSeen, kept: Kept): Part {
  switch (step.do) {
    case 'write':
    case 'remove':
      return fileBack(step, seen.files.get(step.path), kept.files.get(step.path));
    case 'update-repo':
      return commitBack(step, seen);
    case 'enable':
    case 'start':
      return timerOff(step, seen);
    case 'stop':
    case 'disable':
      return timerOn(step, seen);
    default:
      return {};
  }
}

type PathStep = Step & { readonly do: 'write' | 'remove' };

function fileBack({ path }: PathStep, now: FileSeen | undefined, then: FileSeen | undefined): Part {
  const was = digestOf(now);
  const rests = path.startsWith('/var/spool/') ? [] : [path];
  if (was === digestOf(then)) return { rests };
  const base = { phase: 'files', scope: 'system', path, was, because } as const;
  const differences = [
    {
      field: path.slice(path.lastIndexOf('/') + 1),
      diff: unifiedDiff(path, shownText(now), shownText(then)),
    },
  ];
  if (then === undefined) return { rests, differences, steps: [{ do: 'remove', ...base }] };
  const rights = { mode: then.mode.padStart(4, '0'), owner: then.owner };
  return { rests, differences, steps: [{ do: 'write', ...base, ...rights, content: shownText(then) ?? '' }] };
}

/** The updater leads back, by the policy of now: so before its own files go. A first checkout stays. */
function commitBack(step: Step & { readonly do: 'update-repo' }, seen: RepoSeen): Part {
  const rests = ['accepted'];
  if (step.from === null)
    return { rests, warnings: [`the checkout ${step.path} stays; the run had brought it about`] };
  if (seen.accepted === step.from) return { rests };
  const past: ProposedStep = {
    ...{ do: 'update-repo', phase: 'content', scope: 'system', repo: step.repo, path: step.path },
    ...{
      from: seen.accepted ?? null,
      to: step.from,
      pinned: true,
      restarts: step.restarts,
      ...(step.later && { later: true }),
      timeout: step.timeout,
      because,
    },
  };
  return {
    rests,
    differences: [{ field: 'commit', from: seen.accepted?.slice(0, 7) ?? null, to: step.from.slice(0, 7) }],
    steps: [past],
  };
}

type TimerStep = Step & { readonly unit: string };

function timerOff(step: TimerStep, { timer }: RepoSeen): Part {
  const isOn = step.do === 'enable' ? timer.wanted : timer.active;
  const undone = step.do === 'enable' ? 'disable' : 'stop';
  return turned(step, isOn, { do: undone, phase: 'retire', scope: 'system', unit: step.unit, because });
}

function timerOn(step: TimerStep, { timer }: RepoSeen): Part {
  const isOff = step.do === 'disable' ? !timer.wanted : !timer.active;
  const base = { scope: 'system', unit: step.unit, because } as const;
  return turned(
    step,
    isOff,
    step.do === 'disable'
      ? { do: 'enable', phase: 'enablement', ...base }
      : { do: 'start', phase: 'start', ...base },
  );
}

function turned({ unit }: TimerStep, isDue: boolean, step: ProposedStep): Part {
  if (!isDue) return { rests: ['timer'] };
  return { rests: ['timer'], differences: [{ field: unit, from: null, to: step.do }], steps: [step] };
}

function nameOf({ address }: Change): string {
  return address.slice(address.indexOf('/') + 1);
}
