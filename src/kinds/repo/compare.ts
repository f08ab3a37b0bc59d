import type { ProposedStep } from '../../model/step.ts';
import type { Finding } from '../kind.ts';
import { merge } from '../part.ts';
import type { Actual, RepoSeen } from './actual.ts';
import { compareCommit } from './compare-commit.ts';
import { compareGoing } from './compare-going.ts';
import { compareFiles } from './compare-files.ts';
import { compareTimer } from './compare-timer.ts';
import type { DesiredRepo } from './desired.ts';
import { evidenceOf } from './facts.ts';
import { missed, unfit, unheard } from './guards.ts';
import { addressOf, places } from './name.ts';

/** Declared repositories and those of the host → what each comes to. */
export function compare(desired: readonly DesiredRepo[], actual: Actual): readonly Finding[] {
  return desired.map((repo) => {
    const seen = actual.get(repo.name);
    return seen === undefined ? impossible(repo, ['it was not looked at']) : compareOne(repo, seen);
  });
}

function compareOne(repo: DesiredRepo, seen: RepoSeen): Finding {
  const reasons = repo.absent ? [] : unfit(repo, seen);
  if (reasons.length > 0) return impossible(repo, reasons);
  const files = compareFiles(repo, seen);
  const { rests, steps, ...whole } = merge([
    files,
    compareTimer(repo, seen, files),
    ...(repo.absent
      ? []
      : [compareCommit(repo, seen), { warnings: [...unheard(repo, seen), ...missed(repo, seen)] }]),
    ...(repo.purge === true ? [compareGoing(repo.name, seen.going)] : []),
  ]);
  return {
    address: addressOf(repo),
    evidence: evidenceOf(seen, rests),
    ...whole,
    steps: steps.map((step) => withTimes(step, repo, seen)),
  };
}

/** When a new schedule would start it, for whoever reads the plan. */
function withTimes(step: ProposedStep, { name }: DesiredRepo, { next }: RepoSeen): ProposedStep {
  const isSchedule =
    step.do === 'write' && (step.path === places.timer(name) || step.path === places.cron(name));
  if (!isSchedule || next.length === 0) return step;
  return { ...step, because: `${step.because}; next ${[...next].sort().slice(0, 3).join(', ')}` };
}

function impossible(repo: DesiredRepo, blocked: readonly string[]): Finding {
  return { address: addressOf(repo), evidence: {}, differences: [], steps: [], blocked };
}
