import type { Actual, ManagerSeen, Shown } from '../kinds/unit/actual.ts';
import { mayRun } from '../kinds/unit/compare-active.ts';
import { compare } from '../kinds/unit/compare.ts';
import { matchesUnit } from '../kinds/unit/glob.ts';
import { knownUnits } from '../kinds/unit/known-units.ts';
import type { UnitStatus } from '../model/unit-status.ts';
import { safeWord } from './words.ts';

/** What a look saw of the machine's units → how those stand that the patterns catch, by name. */
export function unitStatuses(actual: Actual, patterns: readonly string[]): readonly UnitStatus[] {
  const manager = actual.get('system');
  if (manager === undefined) return [];
  return [...knownUnits(manager)].sort().flatMap((name) => {
    const matches = patterns.find((pattern) => matchesUnit(pattern, name));
    return matches === undefined ? [] : [{ ...statusOf(name, manager, actual), matches }];
  });
}

function statusOf(name: string, manager: ManagerSeen, actual: Actual): Omit<UnitStatus, 'matches'> {
  const shown = manager.units.get(name);
  return {
    unit: safeWord(name),
    active: safeWord(shown?.activeState ?? ''),
    enabled: safeWord(shown?.unitFileState ?? ''),
    sub: safeWord(shown?.subState ?? ''),
    since: timeOf(shown?.changedAt ?? 0),
    restarts: shown?.restarts ?? 0,
    drift: driftOf(name, shown, actual),
    file: safeWord(shown?.fragmentPath ?? fileOf(name, manager)),
    dropIns: (shown?.dropInPaths ?? []).map(safeWord),
  };
}

/** Microseconds of Unix time as text; a host can say what it likes, so what is no time is none. */
function timeOf(microseconds: number): string | null {
  const date = new Date(Math.floor(microseconds / 1000));
  return microseconds === 0 || Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** No manager loads a template: its file is where it is found first. */
function fileOf(name: string, { path, files }: ManagerSeen): string {
  return path.map((directory) => `${directory}/${name}`).find((file) => files.has(file)) ?? '';
}

/** As a plan would see it that asks nothing of the unit. */
function driftOf(name: string, shown: Shown | undefined, actual: Actual): UnitStatus['drift'] {
  if (shown === undefined) return 'none';
  if (shown.needDaemonReload) return 'reload';
  if (!mayRun(shown.activeState)) return 'none';
  const unit = { type: 'unit', scope: 'system', name, strict: false } as const;
  const findings = compare([unit], actual, { allowCritical: true, includes: () => true });
  const isBehind = findings.some(({ differences }) => differences.some(({ field }) => field === 'running'));
  return isBehind ? 'restart' : 'none';
}
