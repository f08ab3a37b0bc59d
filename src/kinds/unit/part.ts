import type { Json } from '../../model/json.ts';
import type { Difference } from '../../model/plan.ts';
import type { ProposedStep } from '../../model/step.ts';

/** One aspect's share of what a unit comes to; `merge` makes the whole of them. */
export interface Part {
  readonly evidence?: Readonly<Record<string, Json>>;
  readonly differences?: readonly Difference[];
  readonly steps?: readonly ProposedStep[];
  readonly blocked?: readonly string[];
  readonly warnings?: readonly string[];
}

/** Joins parts in order. */
export function merge(parts: readonly Part[]): Required<Part> {
  return {
    evidence: Object.assign({}, ...parts.map((part) => part.evidence ?? {})) as Record<string, Json>,
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
