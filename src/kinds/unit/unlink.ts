import type { ProposedStep } from '../../model/step.ts';
import type { DesiredUnit } from './desired.ts';
import { linksAbout } from './lookup.ts';
import type { Part } from '../part.ts';
import { enablementOf } from './text/links.ts';
import type { View } from './view.ts';

/**
 * `systemctl disable` does nothing where the unit is masked, where no file says what its links are, and where a user's
 * manager does not run; and it does too much where the unit itself is a link, which it takes away as well.
 */
export function isBeyondSystemctl(unit: DesiredUnit, view: View): boolean {
  const { mask, fragment, sources, manager } = view;
  if (fragment?.type === 'link' && unit.file === undefined) return true;
  const masked = mask !== undefined && unit.masked !== false && unit.file === undefined;
  return masked || (fragment === undefined && sources === null) || !manager.running;
}

/** Takes all links of the unit away, one by one. */
export function unlink({ name, scope }: DesiredUnit, { manager }: View, because: string): Part {
  const { stale } = enablementOf(name, linksAbout([name], manager), null, { directory: manager.directory });
  if (stale.length === 0) return {};
  const what = { do: 'remove', phase: 'files', scope, because } as const;
  const steps = stale.map(({ path, target }): ProposedStep => ({ ...what, path, was: `link:${target}` }));
  return { differences: [{ field: 'enabled', from: true, to: false }], steps };
}
