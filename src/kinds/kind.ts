import type { Address } from '../model/address.ts';
import type { Diagnostic, Place } from '../model/diagnostic.ts';
import type { Json } from '../model/json.ts';
import type { HostFacts } from '../model/observed.ts';
import type { Change, Difference } from '../model/plan.ts';
import type { Probe, Sections } from '../model/probe.ts';
import type { Health, ProposedStep, Scope } from '../model/step.ts';
import type { Vars } from '../model/host.ts';

/** What one resource of a kind comes to on one host. */
export interface Finding {
  readonly address: Address;
  /** The observed facts that the steps rest on, short; an apply refuses the host when they have moved. */
  readonly evidence: Readonly<Record<string, Json>>;
  readonly differences: readonly Difference[];
  readonly steps: readonly ProposedStep[];
  /** Why the declared state cannot be reached. Nothing on the host is touched when there is one. */
  readonly blocked?: readonly string[];
  readonly warnings?: readonly string[];
  /** How a unit is watched after a start that another resource asks for. */
  readonly health?: readonly UnitHealth[];
}

/** What was declared of a unit's health. */
export interface UnitHealth {
  readonly scope: Scope;
  readonly unit: string;
  readonly health: Health;
}

/** What a kind may read while it resolves: files beside the playbook, rendered with the host's variables. */
export interface Sources {
  readonly vars: Vars;
  /** Text of a file named in the playbook, rendered; a diagnostic names file and line of what is wrong. */
  text(path: string): string | Diagnostic;
  /**
   * What lies in a directory named in the playbook, below it and without what the filter skips; links are not followed.
   * A diagnostic says why it cannot be read, or what in it cannot be copied.
   */
  tree(path: string, filter: TreeFilter): TreeListing | Diagnostic;
  /** Which classes of a tree's files were asked for, and whether they go. */
  readonly classes: TreeClasses;
  /** The program that hosts keep their repositories up to date with. */
  readonly updater: string;
  /** A line of such a file, for what is wrong with it. Lines are the rendered text's. */
  place(path: string, line: number): Place;
}

/** What of a directory is passed over. */
export interface TreeFilter {
  /** Equal keys skip the same. */
  readonly key: string;
  skips(path: string, isDirectory: boolean): boolean;
}

/** One thing in a directory of the controller. Names are as `byte-name.ts` writes them. */
export interface ListedEntry {
  /** Relative to the directory, which is `.` itself. */
  readonly path: string;
  readonly type: 'file' | 'link' | 'directory';
  /** Permission bits. */
  readonly mode: number;
  /** A file's bytes. */
  readonly size: number;
  /** Seconds of Unix time. */
  readonly modified: number;
  /** Of a file's bytes, in hexadecimal. */
  readonly sha256?: string;
  /** Where a link leads to, as written. */
  readonly target?: string;
}

/** A directory of the controller: parents before what is in them. */
export interface TreeListing {
  /** Its absolute path. */
  readonly root: string;
  readonly entries: readonly ListedEntry[];
  /** A small file's text for a diff; undefined where it is large, is none, or has changed since it was listed. */
  readonly text: (path: string) => string | undefined;
}

/** `--exclude-data`, `--include-secrets` and `--delete`; and what a verb does with a source. */
export interface TreeClasses {
  readonly data: boolean;
  readonly secrets: boolean;
  /** What earlier runs put there goes where it is no longer here, also of trees that do not ask for it. */
  readonly delete?: boolean;
  /** Sources are filled from a host: one that is empty is no mistake. */
  readonly fill?: boolean;
}

/** What is wrong with an entry that its schema accepts. `path` leads from the entry to the key to blame; `[]` is all of it. */
export interface Fault {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly hint?: string;
}

/** Finds one sort of mistake in a spec that its schema accepts. */
export type SpecRule<Spec> = (spec: Spec) => Fault | undefined;

/** What the planner knows besides the kind's own resources. */
export interface PlanContext {
  /** The names a user allowed although they are critical (`--allow-critical`). */
  readonly allowCritical: boolean;
  /** So many files of one tree may be deleted although that is most of it (`--allow-delete`). */
  readonly allowDelete?: number;
  /** Which resources count (`--only`, `--except`). */
  readonly includes: (address: Address) => boolean;
}

/**
 * A sort of resource, as five pure functions. `Spec` is what the schema accepted, `Desired` a resource on one host,
 * `Actual` what was seen there. Nothing here does I/O: `resolve` reads through `Sources`, `probe` is a value.
 */
export interface Kind<Spec, Desired, Actual> {
  readonly name: string;
  /** The key of a play that lists them: `units`. */
  readonly section: string;
  /** What the schema cannot say, checked by the loader before anything else sees the spec. */
  readonly rules?: readonly SpecRule<Spec>[];
  /** One declared item on one host → its resources (an item with `instances` has several), or what is wrong with it. */
  resolve(
    spec: Spec,
    sources: Sources,
  ): { readonly desired: readonly Desired[]; readonly diagnostics: readonly Diagnostic[] };
  /** The name behind `kind/`; two items with one name on a host are an error. */
  identify(desired: Desired): string;
  /** Its looks at the host: usually one, whatever the number of resources. */
  probe(desired: readonly Desired[]): readonly Probe[];
  /** What the probes printed, on a host of these facts → actual states; a string says why it cannot be understood. */
  read(sections: Sections, desired: readonly Desired[], facts: HostFacts): Actual | string;
  compare(desired: readonly Desired[], actual: Actual, context: PlanContext): readonly Finding[];
  /** The least that the name behind `kind/` says of a resource: enough to look at it again. */
  named(name: string): Desired;
  /** The observed facts of the resource of that name; a finding's evidence is a part of them. */
  facts(name: string, actual: Actual): Readonly<Record<string, Json>>;
  /** How to return from what a run did: looks and compares as a kind does, what the host kept in place of what is declared. */
  wayBack(run: PastRun): KindResources;
}

/** What a run did with the resources of one kind on one host. */
export interface PastRun {
  readonly id: string;
  readonly changes: readonly Change[];
}

/** A kind whose own types nobody outside its folder knows. */
export type AnyKind = Omit<Kind<unknown, unknown, unknown>, 'rules'> & {
  readonly rules?: readonly SpecRule<never>[];
};

/** What the loader needs to know of a kind. */
export type LoadableKind = Pick<AnyKind, 'name' | 'section' | 'rules'>;

/** All of one kind's resources on one host. */
export interface KindResources {
  readonly kind: AnyKind;
  readonly desired: readonly unknown[];
}
