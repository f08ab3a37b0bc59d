import type { Scope } from '../../../../src/model/step.ts';
import { managerOf, type FakeFile, type FakeHost, type FakeManager, type FakeUnit } from './fake-host.ts';
import type { DescribedFile, DescribedHost, DescribedManager, DescribedUnit } from './unit-case.ts';

/** A case's few words → a host to look at and to act on. */
export function hostOf({ systemd = 257, users = {}, verify = [], ...machine }: DescribedHost): FakeHost {
  const files = new Map<string, FakeFile>();
  const managers = new Map<Scope, FakeManager>();
  const all = [
    ['system', machine] as const,
    ...Object.entries(users).map(([user, described]) => [`user:${user}`, described] as const),
  ] as readonly (readonly [Scope, DescribedManager])[];
  for (const [scope, described] of all) {
    const manager = managerOf(scope);
    const { running = true, linger = true } = described;
    for (const [path, file] of Object.entries(described.files ?? {})) {
      const owner = scope === 'system' ? 'root:root' : `${scope.slice('user:'.length)}:users`;
      files.set(path.startsWith('/') ? path : `${manager.directory}/${path}`, fileOf(file, owner));
    }
    for (const [name, unit] of Object.entries(described.units ?? {})) manager.units.set(name, unitOf(unit));
    managers.set(scope, Object.assign(manager, { running, linger }));
  }
  return { systemd, files, managers, verify, now: 1000 };
}

function fileOf(described: DescribedFile, owner: string): FakeFile {
  if (typeof described === 'string' && described.startsWith('-> '))
    return fileOf({ target: described.slice(3) }, owner);
  if (typeof described === 'string') return fileOf({ text: described }, owner);
  const { text = '', base64, target, type, mode = target === undefined ? '644' : '777' } = described;
  const bytes = base64 === undefined ? Buffer.from(text) : Buffer.from(base64, 'base64');
  const what = type ?? (target === undefined ? 'file' : 'link');
  const { mtime = 100 } = described;
  return { type: what, bytes, target: target ?? '', mode, mtime, owner: described.owner ?? owner };
}

function unitOf(described: DescribedUnit): FakeUnit {
  if (typeof described === 'string') return unitOf({ active: described });
  const { active = 'active', started = active === 'inactive' ? 0 : 200, show = {} } = described;
  return { active, started, changed: described.changed ?? started, show: { ...show } };
}
