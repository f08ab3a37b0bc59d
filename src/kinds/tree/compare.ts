import type { Json } from '../../model/json.ts';
import type { ProposedStep, TreePut } from '../../model/step.ts';
import type { Finding, PlanContext } from '../kind.ts';
import type { Actual, TreeSeen } from './actual.ts';
import { changesOf, type Elsewhere, type TreeChanges } from './changes.ts';
import type { DesiredTree } from './desired.ts';
import { differencesOf } from './differences.ts';
import { factsOf } from './facts.ts';
import { massDeletion, noSpace, unfit } from './guards.ts';
import { addressOf, treeKey } from './name.ts';
import { restartsOf } from './restarts.ts';

/** Declared trees and those of the host → what each comes to. */
export function compare(
  desired: readonly DesiredTree[],
  actual: Actual,
  context: PlanContext,
): readonly Finding[] {
  return desired.map((tree) => {
    const seen = actual.get(tree.path);
    const others = desired.filter((other) => other !== tree).map(({ path }) => path);
    return seen === undefined
      ? impossible(tree, ['it was not looked at'])
      : compareOne(tree, seen, treesBelow(tree, others), context);
  });
}

function compareOne(tree: DesiredTree, seen: TreeSeen, elsewhere: Elsewhere, context: PlanContext): Finding {
  const reasons = unfit(tree, seen);
  if (reasons.length > 0) return impossible(tree, reasons);
  const changes = seen.isSame ? nothing : changesOf(tree, seen, elsewhere);
  const moves = changes.put.length + changes.remove.length > 0;
  const restarts = restartsOf(tree.restarts, seen, moves, context);
  const blocked = [
    ...changes.obstacles,
    ...massDeletion(tree, seen, changes, context),
    ...noSpace(tree, seen, changes),
    ...restarts.blocked,
  ];
  return {
    address: addressOf(tree),
    evidence: evidenceOf(seen, changes),
    differences: [...differencesOf(tree, seen, changes), ...restarts.differences],
    steps: [...(moves ? [placing(tree, seen, changes)] : []), ...restarts.steps],
    ...(blocked.length > 0 && { blocked }),
    warnings: restarts.warnings,
  };
}

const nothing: TreeChanges = { put: [], remove: [], obstacles: [] };

function impossible(tree: DesiredTree, blocked: readonly string[]): Finding {
  return { address: addressOf(tree), evidence: {}, differences: [], steps: [], blocked };
}

/** A tree inside of another is declared by its own entry. */
export function treesBelow({ path }: DesiredTree, others: readonly string[]): Elsewhere {
  const below = others.flatMap((other) =>
    other.startsWith(`${path}/`) ? [other.slice(path.length + 1)] : [],
  );
  return (one) => below.some((tree) => one === tree || one.startsWith(`${tree}/`));
}

function placing(tree: DesiredTree, seen: TreeSeen, { put, remove }: TreeChanges): ProposedStep {
  return {
    do: 'place',
    phase: 'content',
    scope: 'system',
    path: tree.path,
    key: treeKey(tree.path),
    from: { source: tree.source ?? '' },
    parents: seen.parents.map(({ record }) => record),
    put,
    remove,
    restarts: tree.restarts,
    ...(tree.atomic === true && { atomic: true }),
    because: whyPlaced(put, seen),
  };
}

function whyPlaced(put: readonly TreePut[], seen: TreeSeen): string {
  if (!seen.entries.has('.')) return 'it is not there';
  return put.length === 0 ? 'it has what is not declared' : 'it differs from its source';
}

/** What the steps rest on: the way to it, and each entry that they touch; of a tree that is not there, that it is not. */
export function evidenceOf(seen: TreeSeen, { put, remove }: TreeChanges): Readonly<Record<string, Json>> {
  if (put.length + remove.length === 0) return { changed: seen.changedAt ?? null };
  const facts = factsOf(seen);
  const touched = seen.entries.has('.') ? [...put, ...remove].map(({ path }) => path) : ['.'];
  const fields = ['way', ...touched.map((path) => `./${path}`)];
  return Object.fromEntries(fields.map((field) => [field, facts[field] ?? null]));
}
