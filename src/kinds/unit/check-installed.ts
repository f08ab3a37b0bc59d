import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Sources } from '../kind.ts';
import type { DesiredUnit } from './desired.ts';
import type { UnitSpec } from './spec.gen.ts';
import { lintUnit } from './text/lint.ts';

/**
 * Our own reading of a unit file that the play installs, together with its drop-ins, before any host is contacted: what
 * systemd would refuse is an error at the file's line, what it would pass over a warning.
 */
export function checkInstalled(
  spec: UnitSpec,
  { file, dropIns }: Pick<DesiredUnit, 'file' | 'dropIns'>,
  sources: Sources,
): readonly Diagnostic[] {
  if (spec.name === undefined || spec.file === undefined || file === undefined) return [];
  // systemd reads drop-ins by the order of their names.
  const drops = [...(dropIns ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
  const paths = [spec.file, ...drops.map(([name]) => spec.drop_ins?.[name] ?? name)];
  const problems = lintUnit(spec.name, [file, ...drops.map(([, text]) => text)]);
  return problems.map(({ text, line, severity, message, hint }) => ({
    severity,
    message,
    ...(hint !== undefined && { hint }),
    place: sources.place(paths[text] ?? '', Math.max(1, line)),
  }));
}
