import type { Address } from '../model/address.ts';
import type { Json } from '../model/json.ts';
import type { Change, HostPlan } from '../model/plan.ts';
import type { ProposedStep, Step } from '../model/step.ts';
import type { Finding, KindResources, PlanContext, UnitHealth } from '../kinds/kind.ts';
import type { Observed } from '../model/observed.ts';
import { coalesce, type Owned } from './coalesce.ts';
import { earlierRuns } from './earlier-runs.ts';
import { emptyPlan } from './empty-plan.ts';
import { fingerprint } from './fingerprint.ts';

/** What planning one host starts from. */
export interface HostInput {
  readonly host: string;
  readonly resources: readonly KindResources[];
  readonly observed: Observed;
  /** Runs of which whoever plans does not know how they came out there. */
  readonly lost?: readonly string[];
}

/** Declared and observed states of one host → its part of the plan. A host with one thing that cannot be is not touched at all. */
export function planHost(
  { host, resources, observed, lost = [] }: HostInput,
  context: PlanContext,
): HostPlan {
  if ('unseen' in observed) {
    return { ...emptyPlan(host), status: 'unreachable', reasons: [observed.unseen] };
  }
  const all = resources.flatMap(({ kind, desired }, index) =>
    kind.compare(desired, observed.actuals[index], context),
  );
  const findings = all.filter(({ address }) => context.includes(address));
  const reasons = findings.flatMap((finding) => finding.blocked ?? []);
  const warnings = [
    ...earlierRuns(observed.facts.runs, lost),
    ...findings.flatMap((finding) => finding.warnings ?? []),
  ];
  // A host with one thing that cannot be is not touched at all.
  const watched = all.flatMap((finding) => finding.health ?? []);
  const changes = changesOf(findings, reasons.length > 0 ? [] : ownedSteps(findings, watched));
  const evidence: Record<Address, Readonly<Record<string, Json>>> = {};
  for (const finding of findings) evidence[finding.address] = finding.evidence;
  return {
    host,
    status: reasons.length > 0 ? 'blocked' : changes.length > 0 ? 'changing' : 'converged',
    ...(reasons.length > 0 ? { reasons } : {}),
    ...(warnings.length > 0 ? { warnings } : {}),
    facts: fingerprint(evidence),
    evidence,
    changes,
  };
}

function ownedSteps(findings: readonly Finding[], watched: readonly UnitHealth[]): readonly Owned[] {
  return findings.flatMap((finding, owner) =>
    finding.steps.map((step) => ({ owner, step: asWatched(step, watched) })),
  );
}

function changesOf(findings: readonly Finding[], owned: readonly Owned[]): readonly Change[] {
  const steps = coalesce(owned).map(({ owner, step }, index): readonly [number, Step] => [
    owner,
    { id: `s${index + 1}`, ...step },
  ]);
  return findings.flatMap((finding, owner): Change[] => {
    const own = steps.filter(([one]) => one === owner).map(([, step]) => step);
    if (own.length === 0 && finding.differences.length === 0) return [];
    return [{ address: finding.address, differences: finding.differences, steps: own }];
  });
}

/** Whoever has a unit started, what was declared of its health holds. */
function asWatched(step: ProposedStep, watched: readonly UnitHealth[]): ProposedStep {
  if (step.do !== 'health') return step;
  const own = watched.find(({ scope, unit }) => scope === step.scope && unit === step.unit);
  return own === undefined ? step : { ...step, health: own.health };
}
