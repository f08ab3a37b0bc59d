import type { DesiredStates } from '../kinds/unit/desired.ts';

const active: Readonly<Record<string, boolean>> = {
  active: true,
  reloading: true,
  refreshing: true,
  inactive: false,
};
const enabled: Readonly<Record<string, boolean>> = { enabled: true, disabled: false, linked: false };

/** Two words that systemd has for a unit: ActiveState and UnitFileState. */
export interface Words {
  readonly active: string;
  readonly enabled: string;
}

/**
 * systemd's words → the states that can be asked for. A word that is no such state (`failed`, `activating`, `static`,
 * `generated`, or one that systemd has yet to learn) asks for nothing.
 */
export function statesOf(words: Words): Pick<DesiredStates, 'active' | 'enabled' | 'masked'> {
  const runs = active[words.active];
  const starts = enabled[words.enabled];
  return {
    ...(starts !== undefined && { enabled: starts }),
    ...(runs !== undefined && { active: runs }),
    ...(words.enabled !== '' && words.enabled !== 'masked-runtime' && { masked: words.enabled === 'masked' }),
  };
}
