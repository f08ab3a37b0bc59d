import type { Shown } from './actual.ts';

/**
 * Parses `systemctl show` of several units: `Key=value` lines, an empty line between units. Unknown keys, and lines
 * that are no assignment, are passed over. The map has each unit under all its names.
 */
export function readShow(text: string): ReadonlyMap<string, Shown> {
  const units = new Map<string, Shown>();
  for (const record of text.split(/\n\n+/)) {
    const values = new Map<string, string>();
    for (const line of record.split('\n')) {
      const at = line.indexOf('=');
      if (at > 0) values.set(line.slice(0, at), line.slice(at + 1));
    }
    const id = values.get('Id');
    if (id === undefined || id === '') continue;
    const shown = toShown(id, values);
    for (const name of [id, ...shown.names]) if (!units.has(name)) units.set(name, shown);
  }
  return units;
}

function toShown(id: string, values: ReadonlyMap<string, string>): Shown {
  const word = (key: string): string => values.get(key) ?? '';
  const words = (key: string): readonly string[] =>
    word(key)
      .split(' ')
      .filter((one) => one !== '');
  const claim = (key: string): boolean => word(key) === 'yes';
  return {
    id,
    names: words('Names'),
    loadState: word('LoadState'),
    activeState: word('ActiveState'),
    subState: word('SubState'),
    unitFileState: word('UnitFileState'),
    fragmentPath: word('FragmentPath'),
    sourcePath: word('SourcePath'),
    dropInPaths: words('DropInPaths'),
    needDaemonReload: claim('NeedDaemonReload'),
    invocationId: word('InvocationID'),
    startedAt: timestamp(word('InactiveExitTimestamp')),
    changedAt: timestamp(word('StateChangeTimestamp')),
    restarts: Number.parseInt(word('NRestarts'), 10) || 0,
    result: word('Result'),
    reloadResult: word('ReloadResult'),
    canReload: claim('CanReload'),
    refuseManualStart: claim('RefuseManualStart'),
    refuseManualStop: claim('RefuseManualStop'),
    transient: claim('Transient'),
  };
}

/** `Sat 2026-11-21 22:15:00.123456 UTC`, or without the fraction before systemd 248 → microseconds; 0 for none. */
function timestamp(text: string): number {
  const parts = /(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))? UTC/.exec(text);
  if (parts === null) return 0;
  const [, date = '', time = '', fraction] = parts;
  // Without a fraction the end of that second is meant: a start is then never taken for older than it is.
  const micros = fraction === undefined ? 999_999 : Number(fraction.padEnd(6, '0'));
  return Date.parse(`${date}T${time}Z`) * 1000 + micros;
}

const up: ReadonlySet<string> = new Set(['active', 'reloading', 'refreshing', 'activating']);

/** Whether an ActiveState of systemd's says that the unit runs, or is about to. */
export function isUp(activeState: string): boolean {
  return up.has(activeState);
}
