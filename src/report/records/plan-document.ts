import type { Plan } from '../../model/plan.ts';

/** A plan as its JSON document, piece by piece: for ten thousand hosts it is nothing to hold in memory at once. */
export function* planDocument(plan: Plan): Generator<string> {
  const { hosts, ...head } = plan;
  yield `${JSON.stringify(head, undefined, 2).replace(/\n\}$/, '')},\n  "hosts": [`;
  let separator = '\n';
  for (const host of hosts) {
    yield `${separator}${JSON.stringify(host, undefined, 2).replaceAll(/^/gm, '    ')}`;
    separator = ',\n';
  }
  yield hosts.length === 0 ? ']\n}\n' : '\n  ]\n}\n';
}
