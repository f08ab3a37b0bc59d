import type { ProposedStep } from '../../model/step.ts';
import { mendAlso } from './also.ts';
import { mayRun, whyNoStop } from './compare-active.ts';
import { removeFile } from './compare-files.ts';
import type { DesiredUnit } from './desired.ts';
import { filesIn } from './lookup.ts';
import { blocked, merge, type Part } from '../part.ts';
import { isBeyondSystemctl, unlink } from './unlink.ts';
import type { View } from './view.ts';

const because = 'the playbook says absent';

/** A unit that is to go: stopped and disabled while its file is still there, then its file and drop-ins removed. */
export function compareAbsent(
  unit: DesiredUnit,
  view: View,
  planned: ReadonlyMap<string, DesiredUnit>,
): Part {
  const { name, scope } = unit;
  const { manager, shown } = view;
  const own = `${manager.directory}/${name}`;
  const files = [
    ...[manager.files.get(own) ?? []].flat(),
    ...filesIn(`${own}.d`, manager).filter(({ type }) => type !== 'directory'),
  ];
  const found = view.fragment === undefined ? [] : [view.fragment, ...view.behind];
  const elsewhere = found.find(({ path }) => !path.startsWith(`${manager.directory}/`));
  if (elsewhere !== undefined) {
    return blocked(
      `${name} cannot be removed: its file ${elsewhere.path} belongs to a package or to this boot; say \`masked: true\`, or \`enabled: false\` and \`active: false\``,
    );
  }
  const running = shown !== undefined && mayRun(shown.activeState);
  const refused = running ? whyNoStop(unit, view) : undefined;
  if (refused !== undefined) return blocked(refused);
  const stopped: Part = running
    ? {
        differences: [{ field: 'active', from: true, to: false }],
        steps: [{ do: 'stop', phase: 'retire', scope, unit: name, because }],
      }
    : {};
  const unlinked = disable(unit, view, planned);
  const removals = files.map((file) =>
    removeFile(file, file.path === own ? 'file' : `drop_ins/${file.path.slice(own.length + 3)}`, {
      scope,
      because,
    }),
  );
  return merge([{ rests: ['active', 'links', 'drop_ins'] }, stopped, unlinked, ...removals]);
}

function disable(unit: DesiredUnit, view: View, planned: ReadonlyMap<string, DesiredUnit>): Part {
  const links = unlink(unit, view, because);
  if (links.steps === undefined || isBeyondSystemctl(unit, view)) return links;
  const { scope, name } = unit;
  const step: ProposedStep = { do: 'disable', phase: 'retire', scope, unit: name, because };
  return merge([{ ...links, steps: [step] }, mendAlso('disable', unit, view, planned)]);
}
