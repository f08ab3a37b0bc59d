import type { KindResources } from '../../kinds/kind.ts';
import type { Change } from '../../model/plan.ts';
import type { ResourceState } from '../../model/resource-state.ts';

/** Each tree that is declared for a host, and whatever else of it is not as declared. */
export function resourceStates(
  resources: readonly KindResources[],
  changes: readonly Change[],
): readonly ResourceState[] {
  const trees = resources
    .filter(({ kind }) => kind.name === 'tree')
    .flatMap(({ kind, desired }) => desired.map((one) => `${kind.name}/${kind.identify(one)}`));
  const different = new Map(changes.map((change) => [change.address as string, change]));
  const others = [...different.keys()].filter((address) => !trees.includes(address));
  return [...trees, ...others].map((address) => {
    const change = different.get(address);
    return change === undefined ? { address, state: 'as declared', fields: [] } : differing(change);
  });
}

function differing({ address, differences, steps }: Change): ResourceState {
  const entries = steps.reduce(
    (sum, step) => sum + (step.do === 'place' ? step.put.length + step.remove.length : 0),
    0,
  );
  const fields = differences.map(({ field }) => field);
  return { address, state: 'differs', fields, ...(entries > 0 && { entries }) };
}
