import { median } from '../measure/statistics.ts';
import { ratioOf, type Compared } from '../reads/measure-reads.ts';
import { table } from './table.ts';

/** An update that finds nothing new beside a bare question to the same remote. */
export function updaterText(figures: readonly Compared[]): string {
  const rows = figures.map((one) => [one.what, ...cells(one, 1000, 0)]);
  return table(['nothing new upstream; milliseconds', '`git ls-remote`', 'the updater', 'ratio'], rows);
}

/** What only reads, beside parallel OpenSSH that reads the same. */
export function readsText(figures: readonly Compared[]): string {
  const rows = figures.map((one) => [one.what, ...cells(one, 1, 2)]);
  return table(['seconds', 'OpenSSH', 'Fleetwright', 'ratio'], rows);
}

function cells(one: Compared, factor: number, digits: number): readonly string[] {
  const middle = (list: readonly number[]): string => (factor * median(list)).toFixed(digits);
  return [middle(one.floor), middle(one.own), ratioOf(one).toFixed(2)];
}
