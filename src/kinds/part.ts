import type { Difference } from '../model/plan.ts';
import type { ProposedStep } from '../model/step.ts';

/** One aspect's share of what a resource comes to; `merge` makes the whole of them. */
export interface Part {
  /** The names of the observed facts (facts.ts) that it rests on. */
  readonly rests?: readonly string[];
  readonly differences?: readonly Difference[];
  readonly steps?: readonly ProposedStep[];
  readonly blocked?: readonly string[];
  readonly warnings?: readonly string[];
}

/** Joins parts in order. */
export function merge(parts: readonly Part[]): Required<Part> {
  return {
    rests: parts.flatMap((part) => part.rests ?? []),
    differences: parts.flatMap((part) => part.differences ?? []),
    steps: parts.flatMap((part) => part.steps ?? []),
    blocked: parts.flatMap((part) => part.blocked ?? []),
    warnings: parts.flatMap((part) => part.warnings ?? []),
  };
}

/** A part that says only why the state cannot be reached. */
export function blocked(reason: string): Part {
  return { blocked: [reason] };
}
