import type { DesiredUnit } from './desired.ts';
import { templateOf } from './name.ts';
import { linksAbout } from './lookup.ts';
import { linksOf } from './own-links.ts';
import type { View } from './view.ts';

/** Why `systemctl enable` would refuse the unit, or do nothing. */
export function cannotEnable(
  unit: DesiredUnit,
  view: View,
  planned: ReadonlyMap<string, DesiredUnit>,
): string | undefined {
  const { name } = unit;
  const word = view.shown?.unitFileState;
  if (!view.exists)
    return `${name} cannot be enabled: this host has no such unit, and no \`file:\` of a playbook installs it`;
  if (unit.file === undefined && (word === 'generated' || word === 'transient')) {
    return `${name} cannot be enabled: it is ${word}, not made from a unit file; leave \`enabled\` out`;
  }
  if (view.install === null || (view.install === undefined && word === 'static')) {
    return `${name} cannot be enabled: it is static (its file has no [Install] that says who wants it); leave \`enabled\` out, or add WantedBy=`;
  }
  if (view.install === undefined && templateOf(name) === name) {
    return `${name} cannot be enabled: it is a template, and its file is out of sight; enable its instances`;
  }
  const problem = view.install?.problems[0];
  if (problem !== undefined) return `${name} cannot be enabled: ${problem}`;
  const unknown = view.install?.unknown[0];
  if (unknown !== undefined)
    return `${name} cannot be enabled safely: what ${unknown} means is known to the host alone`;
  const taken = takenAlias(unit, view, planned);
  return taken === undefined ? undefined : `${name} cannot be enabled: ${taken}`;
}

/** systemctl makes no alias where a file lies, or a link to something else. */
function takenAlias(
  unit: DesiredUnit,
  view: View,
  planned: ReadonlyMap<string, DesiredUnit>,
): string | undefined {
  const { manager, install } = view;
  const missing = install ? linksOf(unit, view, install).missing : [];
  for (const alias of install?.aliases ?? []) {
    const path = `${manager.directory}/${alias}`;
    const isFile = planned.get(alias)?.file !== undefined || manager.files.get(path)?.type === 'file';
    const link = missing.some((one) => one.path === path)
      ? linksAbout([alias], manager).find((one) => one.path === path)
      : undefined;
    const taker = isFile
      ? 'a file of that name'
      : link === undefined
        ? undefined
        : `a link to ${link.target}`;
    if (taker !== undefined) return `its Alias=${alias} is taken by ${taker}`;
  }
  return undefined;
}
