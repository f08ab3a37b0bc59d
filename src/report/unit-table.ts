import { printable } from '../model/printable.ts';
import type { HostUnits, UnitStatus } from '../model/unit-status.ts';
import { tableText, type Column } from './table.ts';

type Row = UnitStatus & { readonly host: string };

/** Units as a table: SERVICE, ACTIVE and ENABLED first; HOST where there are several. `now` is for ages. */
export function unitTable(hosts: readonly HostUnits[], now: Date, width: number): string {
  const rows = hosts.flatMap((one): Row[] =>
    'units' in one ? one.units.map((unit) => ({ ...unit, host: printable(one.host) })) : [],
  );
  const column = (title: string, cell: (row: Row) => string, dispensable?: number): Column => ({
    title,
    cells: rows.map((row) => cell(row) || '-'),
    ...(dispensable !== undefined && { dispensable }),
  });
  const table = [
    column('SERVICE', ({ unit }) => unit),
    column('ACTIVE', ({ active }) => active),
    column('ENABLED', ({ enabled }) => enabled),
    column('SUB', ({ sub }) => sub, 2),
    column('SINCE', ({ since }) => (since === null ? '' : age(now.getTime() - Date.parse(since))), 3),
    column('RESTARTS', ({ restarts }) => String(restarts), 4),
    column('DRIFT', ({ drift }) => (drift === 'none' ? '' : drift), 1),
    ...(hosts.length > 1 ? [column('HOST', ({ host }) => host)] : []),
  ];
  return tableText(table, width);
}

/** How long ago, in one unit: `45s`, `12min`, `7h`, `30d`. A host's clock may be ahead of ours. */
function age(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 100) return `${seconds}s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)}min`;
  return seconds < 100 * 3600 ? `${Math.round(seconds / 3600)}h` : `${Math.round(seconds / 86_400)}d`;
}
