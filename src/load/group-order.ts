import type { Diagnostic } from '../model/diagnostic.ts';
import type { GroupPart } from './declare-groups.ts';

type Groups = ReadonlyMap<string, readonly GroupPart[]>;

/** Groups that contain themselves, each circle told once, at the entry that closes it. */
export function groupCycles(groups: Groups): readonly Diagnostic[] {
  const done = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  const visit = (name: string, way: readonly string[]): void => {
    if (done.has(name)) return;
    for (const { groups: subgroups, from, path } of groups.get(name) ?? []) {
      subgroups.forEach((subgroup, index) => {
        const start = [...way, name].indexOf(subgroup);
        if (start === -1) {
          visit(subgroup, [...way, name]);
          return;
        }
        const circle = [...[...way, name].slice(start), subgroup].map((group) => `\`${group}\``).join(' → ');
        const message = `the groups contain each other: ${circle}`;
        diagnostics.push({
          severity: 'error',
          message,
          place: from.document.place([...path, 'groups', index]),
        });
      });
    }
    done.add(name);
  };
  for (const name of groups.keys()) visit(name, []);
  return diagnostics;
}

/** How deep each group lies below the groups that nobody lists; by the longest way, so that every parent comes first. */
export function groupDepths(groups: Groups): ReadonlyMap<string, number> {
  const parents = new Map<string, string[]>();
  for (const [name, parts] of groups) {
    for (const subgroup of parts.flatMap((part) => part.groups)) {
      parents.set(subgroup, [...(parents.get(subgroup) ?? []), name]);
    }
  }
  const depths = new Map<string, number>();
  const depthOf = (name: string): number => {
    const known = depths.get(name);
    if (known !== undefined) return known;
    const depth = Math.max(-1, ...(parents.get(name) ?? []).map(depthOf)) + 1;
    depths.set(name, depth);
    return depth;
  };
  for (const name of groups.keys()) depthOf(name);
  return depths;
}
