import type { DesiredUnit } from './desired.ts';
import type { Part } from '../part.ts';
import type { View } from './view.ts';

/**
 * What the host's own systemd says of this unit's new files. Where it could not be asked without leaving a trace, the
 * check is the run's first step.
 */
export function verification(unit: DesiredUnit, view: View, files: Part): Part {
  const writes = (files.steps ?? []).flatMap((step) => (step.do === 'write' ? [step] : []));
  if (writes.length === 0) return {};
  if (view.manager.verify === undefined) return view.manager.verifyUnavailable ? later(unit, view) : {};
  const lines = view.manager.verify.lines.filter((line) => concerns(unit.name, line)).map(shorten);
  if (lines.length === 0) return {};
  if (!unit.strict) return { warnings: lines.map((line) => `systemd-analyze verify: ${line}`) };
  return { blocked: lines.map((line) => `systemd-analyze verify (strict: true): ${line}`) };
}

/** verify reports on other units too; a line is ours when it names the unit, its files or its sample instance. */
function concerns(name: string, line: string): boolean {
  const names = [name, name.replace('@.', '@instance.')];
  return names.some((one) => line.split(/[\s"',]/).some((word) => isAbout(word, one)));
}

/** `a.service:`, `/dev/shm/a.service:2:`, `/dev/shm/a.service.d/x.conf:2:`; not another unit whose name ends the same. */
function isAbout(word: string, name: string): boolean {
  const parts = word.split('/');
  const at = parts.slice(parts.at(-2)?.endsWith('.d') === true ? -2 : -1).join('/');
  return at === name || at.startsWith(`${name}:`) || at.startsWith(`${name}.d/`);
}

/** The directory that the files lay in for the check says nothing to a reader. */
function shorten(line: string): string {
  return line.replaceAll('/dev/shm/', '');
}

function later(unit: DesiredUnit, view: View): Part {
  const { name, scope, strict, file, dropIns } = unit;
  const own = `${view.manager.directory}/${name}`;
  const files = [
    ...(file === undefined ? [] : [{ path: own, content: file }]),
    ...[...(dropIns ?? [])].map(([drop, content]) => ({ path: `${own}.d/${drop}`, content })),
  ];
  const because = 'this host does not allow the check while planning';
  return { steps: [{ do: 'verify', phase: 'verify', scope, unit: name, strict, files, because }] };
}
