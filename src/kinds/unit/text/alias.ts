import { instantiate, parseUnitName, templateOf, type UnitName } from '../name.ts';

/**
 * Where the link of an `Alias=` lies below the manager's directory, or undefined when systemctl refuses that alias for
 * the unit; unit_file_verify_alias() of systemd's install.c. An instance given a template as its alias becomes an instance
 * of it.
 */
export function aliasPath(alias: string, unit: UnitName): string | undefined {
  return alias.includes('/') ? dependencyPath(alias, unit) : nameOf(alias, unit);
}

function nameOf(text: string, unit: UnitName): string | undefined {
  const alias = parseUnitName(text);
  if (typeof alias === 'string' || alias.type !== unit.type) return undefined;
  if (alias.template && unit.instance !== undefined) {
    const propagated = instantiate(alias.name, unit.instance);
    return typeof propagated === 'string' ? undefined : propagated.name;
  }
  const fits = unit.template
    ? alias.template || alias.instance !== undefined
    : !alias.template && alias.instance === unit.instance;
  return fits ? alias.name : undefined;
}

/**
 * The old form `x.target.wants/NAME`: the name must be the unit's own or an instance of the template that it is. A template
 * itself only goes into the directory of a template, where the instance is handed on.
 */
function dependencyPath(path: string, unit: UnitName): string | undefined {
  const [directory = '', name = '', ...more] = path.split('/');
  const dependent = parseUnitName(/^(.*)\.(?:wants|requires)$/s.exec(directory)?.[1] ?? '');
  if (more.length > 0 || typeof dependent === 'string') return undefined;
  const fits = unit.template
    ? templateOf(name) === unit.name && (name !== unit.name || dependent.template)
    : name === unit.name;
  return fits ? path : undefined;
}
