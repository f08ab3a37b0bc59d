import { canReload, describeUnitText } from '../../../../src/kinds/unit/text/describe.ts';
import { parseUnitText, type UnitText } from '../../../../src/kinds/unit/text/parse.ts';
import { templateOf } from '../../../../src/kinds/unit/name.ts';
import type { Scope } from '../../../../src/model/step.ts';

/** What lies at a path of the pretended host; times are seconds. */
export interface FakeFile {
  readonly type: 'file' | 'link' | 'directory' | 'fifo';
  readonly bytes: Buffer;
  readonly target: string;
  readonly mode: string;
  readonly owner: string;
  readonly mtime: number;
}

/** One unit as its manager knows it. */
export interface FakeUnit {
  active: string;
  /** When it began to start, and when its state last changed; 0 for never. */
  started: number;
  changed: number;
  /** Properties of `systemctl show` that do not follow from the rest. */
  readonly show: Record<string, string>;
}

/** One manager: the machine's or a user's. */
export interface FakeManager {
  readonly scope: Scope;
  readonly directory: string;
  readonly runtime: string;
  readonly path: readonly string[];
  readonly units: Map<string, FakeUnit>;
  running: boolean;
  linger: boolean;
}

export interface FakeHost {
  readonly systemd: number;
  readonly files: Map<string, FakeFile>;
  readonly managers: ReadonlyMap<Scope, FakeManager>;
  /** What `systemd-analyze verify` would say of new files, or that it cannot be asked. */
  readonly verify: readonly string[] | 'unavailable';
  /** Seconds; each step takes one. */
  now: number;
}

const systemPath = [
  '/etc/systemd/system.control',
  '/run/systemd/transient',
  '/run/systemd/generator.early',
  '/etc/systemd/system',
  '/run/systemd/system',
  '/run/systemd/generator',
  '/usr/local/lib/systemd/system',
  '/usr/lib/systemd/system',
  '/run/systemd/generator.late',
];

/** Where a manager looks for units. */
export function managerOf(scope: Scope): FakeManager {
  const running = { units: new Map<string, FakeUnit>(), running: true, linger: true };
  if (scope === 'system') {
    return {
      ...{ scope, directory: '/etc/systemd/system', runtime: '/run/systemd/system', path: systemPath },
      ...running,
    };
  }
  const directory = `/home/${scope.slice('user:'.length)}/.config/systemd/user`;
  const path = [directory, '/etc/systemd/user', '/run/user/1000/systemd/user', '/usr/lib/systemd/user'];
  return { scope, directory, runtime: '/run/user/1000/systemd/user', path, ...running };
}

/** A name and the template that it is made from. */
export function namesOf(name: string): readonly string[] {
  const template = templateOf(name);
  return template === undefined || template === name ? [name] : [name, template];
}

/** Where systemd finds the unit: the first file in its search order, of its own name or of its template's. */
export function fragmentOf(host: FakeHost, manager: FakeManager, name: string): string | undefined {
  const paths = namesOf(name).flatMap((one) => manager.path.map((directory) => `${directory}/${one}`));
  return paths.find((path) => host.files.has(path) && host.files.get(path)?.type !== 'directory');
}

export function isMasked(host: FakeHost, path: string | undefined): boolean {
  const file = path === undefined ? undefined : host.files.get(path);
  return file?.target === '/dev/null' || (file?.type === 'file' && file.bytes.length === 0);
}

/** The drop-ins that hold for a unit, by path, in systemd's order. */
export function dropInsOf(host: FakeHost, manager: FakeManager, name: string): readonly string[] {
  const found = new Map<string, string>();
  for (const one of namesOf(name).toReversed()) {
    for (const directory of manager.path.toReversed()) {
      const prefix = `${directory}/${one}.d/`;
      const inside = [...host.files.keys()].filter((path) => path.startsWith(prefix));
      for (const path of inside) found.set(path.slice(prefix.length), path);
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path);
}

/** The texts that systemd reads for a unit; of a link it follows where it leads. */
export function textsOf(host: FakeHost, manager: FakeManager, name: string): readonly UnitText[] {
  const fragment = fragmentOf(host, manager, name);
  if (fragment === undefined) return [];
  return [fragment, ...dropInsOf(host, manager, name)].flatMap((path) => {
    const file = host.files.get(path);
    const real = file?.type === 'link' ? host.files.get(file.target) : file;
    return real === undefined ? [] : [parseUnitText(real.bytes.toString())];
  });
}

/** What systemd makes of the texts. */
export function behaviourOf(host: FakeHost, manager: FakeManager, name: string) {
  const texts = textsOf(host, manager, name);
  return { ...describeUnitText(texts), canReload: canReload(texts) };
}
