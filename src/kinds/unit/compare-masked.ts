import type { ProposedStep } from '../../model/step.ts';
import type { DesiredUnit } from './desired.ts';
import { blocked, type Part } from './part.ts';
import type { View } from './view.ts';

/** Masks: a declared one is made or taken away; one that nobody declared stands in the way of what is declared. */
export function compareMasked(unit: DesiredUnit, view: View): Part {
  const rests = ['mask'];
  if (unit.masked === true) return view.mask === undefined ? mask(unit, view) : { rests };
  if (view.mask === undefined) return { rests };
  if (unit.masked === false) return unmask(unit, view);
  if (unit.file === undefined && unit.enabled !== true && unit.active !== true) return { rests };
  return {
    rests,
    ...blocked(
      `${unit.name} is masked (${view.mask.path}), and the playbook does not say so: add \`masked: false\` to unmask it, or \`masked: true\``,
    ),
  };
}

function mask(unit: DesiredUnit, view: View): Part {
  const { name, scope } = unit;
  if (view.own !== undefined && view.own.type === 'file') {
    return blocked(
      `${name} cannot be masked: its own file lies in ${view.manager.directory}, where the mask would be; say \`enabled: false\` and \`active: false\`, or \`absent: true\``,
    );
  }
  const step: ProposedStep = {
    do: 'mask',
    phase: 'enablement',
    scope,
    unit: name,
    because: 'it is not masked',
  };
  return {
    rests: ['mask'],
    differences: [{ field: 'masked', from: false, to: true }],
    steps: [step],
  };
}

function unmask(unit: DesiredUnit, view: View): Part {
  const { name, scope } = unit;
  const difference = { field: 'masked', from: true, to: false } as const;
  // Writing the unit's file replaces the link that masks it.
  const replaced = unit.file !== undefined && view.mask?.path === `${view.manager.directory}/${name}`;
  const because = `${view.mask?.path ?? 'a link'} masks it`;
  const step: ProposedStep = { do: 'unmask', phase: 'retire', scope, unit: name, because };
  return { rests: ['mask'], differences: [difference], steps: replaced ? [] : [step] };
}
