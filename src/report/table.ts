import { columns } from './wrap.ts';

/** A column of a table. */
export interface Column {
  readonly title: string;
  readonly cells: readonly string[];
  /** What goes first where there is no room, the highest first; without it the column stays. */
  readonly dispensable?: number;
}

const gap = 2;
/** The first column is not cut shorter than this. */
const shortest = 12;

/**
 * A table for people: titles, dashes below them, one line a row, no wider than `width`: columns that can be spared go
 * first, then the first column's longest cells are cut. Nothing where there are no rows. Cells must be safe to show.
 */
export function tableText(all: readonly Column[], width: number): string {
  const shown = fitting(all, width);
  const [first, ...others] = shown;
  if (first === undefined || first.cells.length === 0) return '';
  const room = Math.max(shortest, width - total(others) - (others.length > 0 ? gap : 0));
  const cut = { ...first, cells: first.cells.map((cell) => shortened(cell, room)) };
  const table = [cut, ...others];
  const widths = table.map(widthOf);
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => padded(cell, widths[index] ?? 0))
      .join(' '.repeat(gap))
      .trimEnd();
  const rows = first.cells.map((_, row) => line(table.map(({ cells }) => cells[row] ?? '')));
  const head = [
    line(table.map(({ title }) => title)),
    line(table.map(({ title }) => '-'.repeat(title.length))),
  ];
  return [...head, ...rows].map((text) => `${text}\n`).join('');
}

function fitting(all: readonly Column[], width: number): readonly Column[] {
  if (total(all) <= width) return all;
  const [spare] = [...all].sort((a, b) => (b.dispensable ?? 0) - (a.dispensable ?? 0));
  if (spare?.dispensable === undefined) return all;
  return fitting(
    all.filter((column) => column !== spare),
    width,
  );
}

function total(list: readonly Column[]): number {
  return list.reduce((sum, column) => sum + widthOf(column) + gap, -gap);
}

function widthOf({ title, cells }: Column): number {
  return cells.reduce((most, cell) => Math.max(most, columns(cell)), title.length);
}

function padded(cell: string, width: number): string {
  return cell + ' '.repeat(Math.max(0, width - columns(cell)));
}

/** Cut in the middle: of a unit's name the end tells the type. */
function shortened(cell: string, room: number): string {
  if (columns(cell) <= room) return cell;
  const characters = Array.from(cell);
  const tail = Math.floor((room - 1) / 2);
  return `${characters.slice(0, room - 1 - tail).join('')}…${characters.slice(-tail).join('')}`;
}
