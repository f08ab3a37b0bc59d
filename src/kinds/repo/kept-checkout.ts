import type { Probe, Sections } from '../../model/probe.ts';
import type { Step } from '../../model/step.ts';
import type { Part } from '../part.ts';
import { readFacts } from './read-facts.ts';

/** A checkout that a run took away. */
export interface KeptCheckout {
  readonly isKept: boolean;
  /** Nothing lies where it was. */
  readonly isFree: boolean;
}

export function keptCheckoutProbes(run: string, steps: readonly Step[]): readonly Probe[] {
  return steps.flatMap((step) =>
    step.do === 'remove-checkout'
      ? [
          {
            libraries: ['repo-checkout'],
            function: 'look_kept',
            args: [run, step.repo, step.path, step.layout],
          },
        ]
      : [],
  );
}

export function readKeptCheckouts(
  sections: Sections,
  names: readonly string[],
): ReadonlyMap<string, KeptCheckout> {
  return new Map(
    names.map((name) => {
      const bytes = sections.get(`repo:${name}:kept`) ?? new Uint8Array();
      const { one } = readFacts(Buffer.from(bytes).toString('utf8'));
      return [name, { isKept: one('kept') === 'yes', isFree: one('free') === 'yes' }] as const;
    }),
  );
}

/** What a step of the run took away or brought back → what returns it, or why that cannot be. */
export function checkoutBack(step: Step, run: string, seen: KeptCheckout | undefined): Part {
  if (step.do === 'return-checkout')
    return { warnings: [`the checkout ${step.path} stays; the run had brought it back`] };
  if (step.do !== 'remove-checkout') return {};
  const { repo, path, layout } = step;
  if (seen?.isKept !== true)
    return { warnings: [`the checkout ${path} does not come back: this host did not keep it`] };
  if (!seen.isFree) return { warnings: [`the checkout ${path} does not come back: its place is taken`] };
  return {
    differences: [{ field: path, from: null, to: 'as it was' }],
    steps: [
      {
        ...{ do: 'return-checkout', phase: 'content', scope: 'system', repo, path, layout, run },
        because: 'as it was before the run',
      },
    ],
  };
}
