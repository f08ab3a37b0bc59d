import { setTimeout as sleep } from 'node:timers/promises';
import { withinBudget } from '../../apply/budget.ts';
import type { Rollout } from '../../model/plan.ts';
import { counted } from '../../report/counted.ts';
import type { Flags } from '../options.ts';
import { askHosts, type Answer, type Question } from './ask-hosts.ts';
import type { Asking } from './asking.ts';
import { outcomeOf } from './ending.ts';

/** What is known before the first batch: who has the repository, and who could not be asked. */
export interface Known {
  readonly having: ReadonlySet<string>;
  readonly unheard: readonly Answer[];
}

/** Asks batch after batch, each only while no more hosts are unwell than the rollout allows, as with `apply`. */
export async function inBatches(
  rollouts: readonly Rollout[],
  { having, unheard }: Known,
  ask: { readonly question: Question; readonly flags: Flags },
  asking: Asking,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [...unheard];
  for (const rollout of rollouts) {
    const hosts = new Set(rollout.batches.flat());
    const absent = unheard.filter(({ host }) => hosts.has(host));
    const own = rollout.batches.map((batch) => batch.filter((host) => having.has(host)));
    answers.push(...(await rollOut({ ...rollout, batches: own }, absent, ask, asking)));
  }
  return answers;
}

async function rollOut(
  { batches, maxFailures, pause }: Rollout,
  absent: readonly Answer[],
  { question, flags }: { readonly question: Question; readonly flags: Flags },
  asking: Asking,
): Promise<readonly Answer[]> {
  const { frame } = asking;
  const answers: Answer[] = [];
  const tells = batches.length > 1 && flags.json !== true && flags.quiet !== true;
  for (const [index, batch] of batches.entries()) {
    if (batch.length === 0) continue;
    if (index > 0 && !withinBudget([...absent, ...answers].map(outcomeOf), maxFailures)) {
      const left = batches.slice(index).flat().length;
      frame.err.write(`not begun on ${counted(left, 'host')}: too many hosts before are not well\n`);
      break;
    }
    if (index > 0 && pause > 0) await sleep(pause, undefined, { signal: frame.stop }).catch(() => undefined);
    if (frame.stop.aborted) break;
    if (tells) frame.err.write(`batch ${index + 1} of ${batches.length}: ${batch.join(', ')}\n`);
    answers.push(...(await askHosts(batch, question, asking)));
  }
  return answers;
}

/** `4 hosts`; `4 hosts, 1 + 3`. */
export function batchWords(rollouts: readonly Rollout[], having: ReadonlySet<string>): string {
  const batches = rollouts.flatMap((rollout) =>
    rollout.batches.map((batch) => batch.filter((host) => having.has(host))),
  );
  const sizes = batches.map(({ length }) => length).filter((size) => size > 0);
  const hosts = counted(batches.flat().length, 'host');
  return sizes.length > 1 ? `${hosts}, ${sizes.join(' + ')}` : hosts;
}
