import type { Finding } from '../kind.ts';
import { merge, type Part } from '../part.ts';
import type { Actual, RepoSeen } from './actual.ts';
import { compareCommit } from './compare-commit.ts';
import { compareFiles } from './compare-files.ts';
import { compareTimer } from './compare-timer.ts';
import type { DesiredRepo } from './desired.ts';
import { evidenceOf } from './facts.ts';
import { unfit } from './guards.ts';
import { addressOf } from './name.ts';

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
  const { rests, differences, ...whole } = merge([
    files,
    compareTimer(repo, seen, files),
    ...(repo.absent ? [] : [compareCommit(repo, seen)]),
  ]);
  return {
    address: addressOf(repo),
    evidence: evidenceOf(seen, rests),
    differences: [...differences, ...nextTimes(repo, seen, files)],
    ...whole,
  };
}

/** When a new schedule would start it, for whoever reads the plan. */
function nextTimes({ schedule }: DesiredRepo, { next }: RepoSeen, files: Part): Finding['differences'] {
  const changes = (files.differences ?? []).some(({ field }) => field === 'timer' || field === 'cron');
  if (schedule === undefined || !changes || next.length === 0) return [];
  return [{ field: 'next', from: null, to: next.slice(0, 3).join(', ') }];
}

function impossible(repo: DesiredRepo, blocked: readonly string[]): Finding {
  return { address: addressOf(repo), evidence: {}, differences: [], steps: [], blocked };
}
