import type { Address } from './address.ts';
import type { Json } from './json.ts';
import type { Step } from './step.ts';

/** A field whose declared and observed states differ. A text has a unified diff instead of two values. */
export type Difference =
  | { readonly field: string; readonly from: Json; readonly to: Json }
  | { readonly field: string; readonly diff: string };

/** What ends one resource's differences on one host. */
export interface Change {
  readonly address: Address;
  readonly differences: readonly Difference[];
  readonly steps: readonly Step[];
}

export type HostStatus = 'converged' | 'changing' | 'blocked' | 'unreachable';

/** One host's part of a plan. */
export interface HostPlan {
  readonly host: string;
  readonly status: HostStatus;
  /** Why it is blocked or unreachable, with the way to mend it; one entry each. */
  readonly reasons?: readonly string[];
  /** Doubts that stop nothing: warnings about a unit file, an interrupted earlier run. */
  readonly warnings?: readonly string[];
  /** Fingerprint of the facts that the steps rest on. */
  readonly facts: string;
  /** The facts themselves, short, by address: what a refusal names when one has moved. */
  readonly evidence: Readonly<Record<Address, Readonly<Record<string, Json>>>>;
  readonly changes: readonly Change[];
}

export interface PlanSummary {
  readonly hosts: number;
  readonly converged: number;
  readonly changing: number;
  readonly blocked: number;
  readonly unreachable: number;
  readonly changes: number;
  readonly steps: number;
}

/** Hosts in the order they are acted on, in batches. Durations are milliseconds. */
export interface Rollout {
  /** Each batch's hosts, by name. */
  readonly batches: readonly (readonly string[])[];
  readonly maxFailures: number;
  readonly pause: number;
  readonly onFailure: 'rollback' | 'stop';
}

/** The difference between what is declared and what is there, and the steps that end it. */
export interface Plan {
  readonly format: 1;
  readonly id: string;
  /** RFC 3339, UTC. */
  readonly created: string;
  /** Where the documents came from: the repository's commit, and whether files differed from it. */
  readonly source?: { readonly commit: string; readonly dirty: boolean };
  readonly summary: PlanSummary;
  readonly rollouts: readonly Rollout[];
  readonly hosts: readonly HostPlan[];
}
