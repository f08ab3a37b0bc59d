import type { ManagerSeen } from './actual.ts';
import { isTemplate } from './name.ts';

/**
 * The names of all units that a look has seen: loaded ones under their own names, not their aliases, and templates,
 * which no manager loads. Of a manager that does not run the files tell.
 */
export function knownUnits(manager: ManagerSeen): ReadonlySet<string> {
  const loaded = [...manager.units.values()].flatMap(({ id, loadState }) =>
    loadState === 'not-found' ? [] : [id],
  );
  const files = unitFileNames(manager).filter((name) => !manager.running || isTemplate(name));
  return new Set([...loaded, ...files]);
}

/** Unit files by name. A link may be another unit's alias, which only its manager can tell. */
export function unitFileNames({ path, files }: ManagerSeen): readonly string[] {
  return [...files.values()].flatMap((file) => {
    const at = file.path.lastIndexOf('/');
    return file.type === 'file' && path.includes(file.path.slice(0, at)) ? [file.path.slice(at + 1)] : [];
  });
}
