import type { HostRun } from '../model/observed.ts';

/** How a host says that a run ended → the end of a sentence about it. */
const ends: Readonly<Record<string, string>> = {
  changed: 'it was done to its end',
  'rolled-back': 'a step failed or it was killed, and everything was put back',
  interrupted: 'it was stopped, and everything was put back',
  failed: 'a step failed, and the host was left as it was then (on_failure: stop)',
  'undo-failed': 'a step failed or it was killed, and not everything could be put back',
  stale: 'the host had changed since the plan, and nothing was touched',
  refused: 'it could not begin, and nothing was touched',
  'cut-short': 'it was cut short with the host',
};

/**
 * What there is to say of earlier runs on a host: those that have no end there, and those, `lost`, whose end was not
 * heard by whoever started them.
 */
export function earlierRuns(runs: readonly HostRun[], lost: readonly string[]): readonly string[] {
  const unended = runs.filter(({ result }) => result === undefined).map(({ id }) => id);
  const unheard = lost.filter((id) => !unended.includes(id));
  return [...unended.map(unfinished), ...unheard.map((id) => heardLate(id, runs))];
}

/** It still acts, or the host went down in the middle of it. */
function unfinished(id: string): string {
  return `run ${id} has no end on this host: it is still at work, or was cut short by a power failure; what it left undone is part of this plan, and \`fleetwright rollback ${id}\` plans the way back`;
}

function heardLate(id: string, runs: readonly HostRun[]): string {
  const run = runs.find((one) => one.id === id);
  const of = `run ${id}, of which nothing was heard to its end`;
  if (run === undefined) return `${of}, left no record on this host: it never began there`;
  const at = new Date((run.ended ?? 0) * 1000).toISOString();
  return `${of}, ended on this host at ${at}: ${ends[run.result ?? ''] ?? run.result ?? ''}`;
}
