import type { DesiredUnit } from './desired.ts';
import { linksAbout } from './lookup.ts';
import type { Install } from './text/install.ts';
import { enablementOf, linkNames, type Enablement } from './text/links.ts';
import type { View } from './view.ts';

/** How the unit's links compare with what this [Install] asks for. */
export function linksOf(unit: DesiredUnit, view: View, install: Install | null): Enablement {
  const { directory, systemd } = view.manager;
  // An instance with a file of its own is linked to that, not to its template.
  const fragment = unit.file === undefined ? view.fragment?.path : `${directory}/${unit.name}`;
  const place = { directory, systemd, ...(fragment !== undefined && { fragment }) };
  const links = linksAbout(linkNames(unit.name, install), view.manager);
  return enablementOf(unit.name, links, install, place);
}
