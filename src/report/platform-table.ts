import { printable } from '../model/printable.ts';
import type { ResourceState } from '../model/resource-state.ts';
import { tableText } from './table.ts';

/** The declared resources of one host. */
export interface HostResources {
  readonly host: string;
  readonly resources: readonly ResourceState[];
}

/** Declared resources as a table, one line each; HOST where there are several. */
export function platformTable(hosts: readonly HostResources[], width: number): string {
  const rows = hosts.flatMap(({ host, resources }) => resources.map((one) => ({ ...one, host })));
  return tableText(
    [
      { title: 'DECLARED', cells: rows.map(({ address }) => printable(address)) },
      { title: 'STATE', cells: rows.map(stateWords) },
      ...(hosts.length > 1 ? [{ title: 'HOST', cells: rows.map(({ host }) => printable(host)) }] : []),
    ],
    width,
  );
}

/** So many fields are told; `drift` has them all. */
const most = 3;

function stateWords({ state, fields, entries }: ResourceState): string {
  if (state === 'as declared') return state;
  if (entries !== undefined) return entries === 1 ? '1 entry differs' : `${entries} entries differ`;
  const some = fields.length > most ? [...fields.slice(0, most), '…'] : fields;
  return some.length === 0 ? state : `differs: ${printable(some.join(', '))}`;
}
