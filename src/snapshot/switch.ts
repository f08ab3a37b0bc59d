import type { Desired, DesiredUnit } from '../kinds/unit/desired.ts';
import { matchesUnit } from '../kinds/unit/glob.ts';
import { isTemplate } from '../kinds/unit/name.ts';
import { isOverWithItsCommand } from '../kinds/unit/text/describe.ts';
import { parseUnitText } from '../kinds/unit/text/parse.ts';
import { utf8 } from '../kinds/unit/view.ts';
import type { Snapshot, UnitSnapshot } from './snapshot.ts';

/** What `units enable` and `units disable` ask for. */
export interface Switch {
  readonly enabled: boolean;
  /** Start or stop what is enabled or disabled, too. */
  readonly alsoNow: boolean;
}

/** Desired states, and which units that a glob caught are left alone, and why. */
export interface Switched {
  readonly desired: readonly Desired[];
  readonly notes: readonly string[];
}

/** A unit whose name somebody wrote: asked for as it is, so that what cannot be is said by the plan. */
export function switchNamed(name: string, asked: Switch): DesiredUnit {
  return { type: 'unit', scope: 'system', name, strict: false, ...statesOf(asked) };
}

/**
 * Units that patterns catch on a host: those that can be enabled and disabled. What is masked, static or made by a
 * generator stays as it is, for nobody named it. Patterns that catch nothing are left to the plan, which refuses them.
 */
export function switchCaught(now: Snapshot, patterns: readonly string[], asked: Switch): Switched {
  const caught = now.units.filter(
    ({ name }) => !isTemplate(name) && patterns.some((pattern) => matchesUnit(pattern, name)),
  );
  if (caught.length === 0) {
    const match = { type: 'match', scope: 'system', patterns, except: [], optional: false, wayOut } as const;
    return { desired: [match], notes: [] };
  }
  const able = caught.filter(isSwitchable);
  const via = { why: `it matches ${patterns.join(' ')}`, wayOut: 'name the units that you mean' };
  return {
    desired: able.map((unit) => ({ ...switchNamed(unit.name, scaled(unit, asked)), via })),
    notes: caught
      .filter((unit) => !isSwitchable(unit))
      .map(({ name, enabled }) => `${name}: left alone, it is ${enabled || 'made from no unit file'}`),
  };
}

const wayOut = '`fleetwright units scan --explain NAME` says what there is';

function isSwitchable({ enabled }: UnitSnapshot): boolean {
  return ['enabled', 'disabled', 'linked', 'enabled-runtime', 'linked-runtime'].includes(enabled);
}

/** A command that is over soon is not started by a glob: its timer, or the next boot, will. */
function scaled({ name, file, dropIns }: UnitSnapshot, asked: Switch): Switch {
  const texts = [...(file === undefined ? [] : [file]), ...dropIns].map(({ bytes }) =>
    parseUnitText(utf8(bytes)),
  );
  const isBrief = file !== undefined && isOverWithItsCommand(name, texts);
  return asked.enabled && isBrief ? { ...asked, alsoNow: false } : asked;
}

function statesOf({ enabled, alsoNow }: Switch): Pick<DesiredUnit, 'enabled' | 'active'> {
  return { enabled, ...(alsoNow && { active: enabled }) };
}
