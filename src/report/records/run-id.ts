/**
 * A run's (or plan's) id: UTC time to the second, then a random suffix, so that ids sort by time and two runs of one
 * second differ: `20261121T221500Z-4f2a`.
 */
export function runId(now: Date, random: Uint8Array): string {
  const time = now
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:]/g, '');
  return `${time}-${Buffer.from(random).toString('hex')}`;
}

/** Bytes of randomness in an id. */
export const runIdBytes = 2;

/** Whether a name is that of a run; anything else under `runs/` is left alone. */
export function isRunId(name: string): boolean {
  return /^\d{8}T\d{6}Z-[0-9a-f]{4,}$/.test(name);
}
