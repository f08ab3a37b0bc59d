/** Milliseconds for a person: `850 ms`, `2.5 s`, `3 min 20 s`, `2 h 5 min`. */
export function shortTime(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 9950) return `${Number((ms / 1000).toFixed(1))} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return two(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  return two(Math.floor(seconds / 3600), 'h', Math.floor((seconds % 3600) / 60), 'min');
}

function two(great: number, unit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${great} ${unit}` : `${great} ${unit} ${small} ${smallUnit}`;
}
