import type { Plan } from '../../model/plan.ts';

/** A plan as its JSON document, a line for each host: that of ten thousand hosts, or of large trees, is too much for one string. */
export function* planDocument(plan: Plan): Generator<string> {
  const { hosts, ...head } = plan;
  yield `${JSON.stringify(head, undefined, 2).replace(/\n\}$/, '')},\n  "hosts": [`;
  let separator = '\n';
  for (const host of hosts) {
    yield `${separator}    ${JSON.stringify(host)}`;
    separator = ',\n';
  }
  yield hosts.length === 0 ? ']\n}\n' : '\n  ]\n}\n';
}
