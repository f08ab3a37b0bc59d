import type { ProposedStep } from '../../model/step.ts';
import type { DesiredUnit } from './desired.ts';
import { blocked, type Part } from '../part.ts';
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
  if (view.own !== undefined) {
    return blocked(
      `${name} cannot be masked: its own ${view.own.type} lies in ${view.manager.directory}, where the mask would be; say \`enabled: false\` and \`active: false\`, or \`absent: true\``,
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
  const path = view.mask?.path ?? '';
  const rests = ['mask'];
  const difference = { field: 'masked', from: true, to: false } as const;
  // The unit's file goes where the mask is, or where it wins over it.
  if (unit.file !== undefined) return { rests, differences: [difference] };
  if (view.maskBehind !== undefined) return { rests, ...blocked(stillMasked(name, view.maskBehind.path)) };
  const step: ProposedStep = {
    do: 'unmask',
    phase: 'retire',
    scope,
    unit: name,
    because: `${path} masks it`,
  };
  return { rests, differences: [difference], steps: [step] };
}

function stillMasked(name: string, path: string): string {
  if (path.endsWith(`/${name}`))
    return `${name} cannot be unmasked: ${path}, which masks it, is not the administrator's; give it a \`file\``;
  return `${name} cannot be unmasked: it is an instance, and ${path} masks its template; say \`masked: false\` of that`;
}
