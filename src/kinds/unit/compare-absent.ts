import type { ProposedStep } from '../../model/step.ts';
import { mendAlso } from './also.ts';
import { removeFile } from './compare-files.ts';
import type { DesiredUnit } from './desired.ts';
import { blocked, merge, type Part } from './part.ts';
import { enablementOf } from './text/links.ts';
import type { View } from './view.ts';

/** A unit that is to go: stopped and disabled while its file is still there, then its file and drop-ins removed. */
export function compareAbsent(
  unit: DesiredUnit,
  view: View,
  planned: ReadonlyMap<string, DesiredUnit>,
): Part {
  const { name, scope } = unit;
  const { manager, shown } = view;
  const own = `${manager.directory}/${name}`;
  const files = [...manager.files.values()].filter(
    (file) => file.path === own || (file.path.startsWith(`${own}.d/`) && file.type !== 'directory'),
  );
  const elsewhere = view.fragment;
  if (elsewhere !== undefined && !elsewhere.path.startsWith(`${manager.directory}/`)) {
    return blocked(
      `${name} cannot be removed: its file ${elsewhere.path} belongs to a package or to this boot; say \`masked: true\`, or \`enabled: false\` and \`active: false\``,
    );
  }
  const because = 'the playbook says absent';
  const steps: ProposedStep[] = [];
  const running =
    shown !== undefined && ['active', 'reloading', 'refreshing', 'activating'].includes(shown.activeState);
  if (running) steps.push({ do: 'stop', phase: 'retire', scope, unit: name, because });
  const { stale } = enablementOf(name, manager.links, null, { directory: manager.directory });
  if (stale.length > 0) steps.push({ do: 'disable', phase: 'retire', scope, unit: name, because });
  const removals = files.map((file) =>
    removeFile(file, file.path === own ? 'file' : `drop_ins/${file.path.slice(own.length + 3)}`, {
      scope,
      because,
    }),
  );
  return merge([
    {
      rests: ['active', 'links', 'drop_ins'],
      steps,
      differences: [
        ...(running ? [{ field: 'active', from: true, to: false }] : []),
        ...(stale.length > 0 ? [{ field: 'enabled', from: true, to: false }] : []),
      ],
    },
    ...(stale.length > 0 ? [mendAlso('disable', unit, view, planned)] : []),
    ...removals,
  ]);
}
