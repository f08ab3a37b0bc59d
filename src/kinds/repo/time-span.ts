/** Seconds of the units in systemd.time(7), by what their words begin with. */
const units: readonly (readonly [RegExp, number])[] = [
  [/^(us|µs|usec)$/, 1e-6],
  [/^(ms|msec)$/, 1e-3],
  [/^(|s|sec|seconds?)$/, 1],
  [/^(m|min|minutes?)$/, 60],
  [/^(h|hr|hours?)$/, 3600],
  [/^(d|days?)$/, 86_400],
  [/^(w|weeks?)$/, 604_800],
];

/** A time span as unit files have it (`90`, `5min 20s`, `infinity`) → seconds; undefined where it is none that starts know. */
export function timeSpan(text: string): number | undefined {
  const words = text.trim();
  // Without an end, as a timeout (systemd.service(5)).
  if (words === 'infinity' || words === '0') return Number.POSITIVE_INFINITY;
  if (!/^(\d+(\.\d+)?\s*[a-zµ]*\s*)+$/.test(words)) return undefined;
  let seconds = 0;
  for (const [, number, word = ''] of words.matchAll(/(\d+(?:\.\d+)?)\s*([a-zµ]*)/g)) {
    const factor = units.find(([shape]) => shape.test(word))?.[1];
    if (factor === undefined) return undefined;
    seconds += Number(number) * factor;
  }
  return seconds;
}
