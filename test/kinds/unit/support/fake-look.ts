import { matchesUnit } from '../../../../src/kinds/unit/glob.ts';
import type { Probe, Sections } from '../../../../src/model/probe.ts';
import type { Scope } from '../../../../src/model/step.ts';
import type { FakeFile, FakeHost, FakeManager, FakeUnit } from './fake-host.ts';
import { behaviourOf, dropInsOf, fragmentOf, isMasked, namesOf } from './fake-host.ts';

const typeWords = {
  file: 'regular file',
  link: 'symbolic link',
  directory: 'directory',
  fifo: 'fifo',
} as const;

/** What `look_unit` of hosts/sh/unit.sh would print on the pretended host for these probes. */
export function look(host: FakeHost, probes: readonly Probe[]): Sections {
  const sections = new Map<string, Uint8Array>();
  for (const { args } of probes) {
    const [scope = '', names = '', patterns = '', ...declared] = args;
    const put = (name: string, content: string | Uint8Array): unknown =>
      sections.set(`unit:${scope}:${name}`, Buffer.from(content));
    const manager = host.managers.get(scope as Scope);
    put('scope', manager === undefined ? 'user=none\n' : scopeText(manager));
    if (manager === undefined) continue;
    if (scope === 'system' && declared.length > 0) put('verify', verifyText(host));
    const words = (list: string): readonly string[] => list.split(' ').filter((word) => word !== '');
    const asked = [...new Set([...words(names), ...onDisk(host, manager, words(patterns))])];
    const loaded = [...manager.units.keys()].filter((name) => matches(words(patterns), name));
    const shown = [...new Set([...loaded, ...asked])].filter((name) => !name.includes('@.'));
    const known = withAlso(host, manager, [...asked, ...loaded.filter((name) => name.includes('@'))]);
    put('show', manager.running ? shown.map((name) => showText(host, manager, name)).join('\n') : '');
    putFiles(put, host, filesOf(host, manager, known));
    putLinks(put, host, manager);
  }
  return sections;
}

/** Names, and what the files of those that can be read have in Also=, and so on. */
function withAlso(host: FakeHost, manager: FakeManager, names: readonly string[]): readonly string[] {
  const known = new Set(names);
  for (const name of known) {
    const texts = filesOf(host, manager, [name]).map((path) => host.files.get(path)?.bytes.toString() ?? '');
    for (const [, also = ''] of texts.join('\n').matchAll(/^Also=(.*)$/gm))
      for (const one of also.split(' ')) known.add(one);
  }
  return [...known];
}

function scopeText({ scope, directory, runtime, path, running, linger }: FakeManager): string {
  const lines = [`dir=${directory}`, `runtime=${runtime}`, `manager=${running ? 'yes' : 'no'}`];
  const lingering = scope !== 'system' && linger ? 'linger=yes\n' : '';
  return `${lingering}${lines.join('\n')}\npath=${path.join(' ')}\n`;
}

function verifyText({ verify }: FakeHost): string {
  return verify === 'unavailable' ? 'unavailable\n' : [...verify, 'exit=0', ''].join('\n');
}

function matches(patterns: readonly string[], name: string): boolean {
  return patterns.some((pattern) => matchesUnit(pattern, name));
}

/** Names on disk that match: unit files, and instances that only a link knows. */
function onDisk(host: FakeHost, { path }: FakeManager, patterns: readonly string[]): readonly string[] {
  const place = /^(.*?)(?:\/[^/]*\.(?:wants|requires))?\/([^/]*)$/;
  return [...host.files.keys()].flatMap((file) => {
    const [, directory = '', name = ''] = place.exec(file) ?? [];
    return path.includes(directory) && matches(patterns, name) ? [name] : [];
  });
}

function filesOf(host: FakeHost, manager: FakeManager, names: readonly string[]): readonly string[] {
  const paths = names.flatMap((name) =>
    manager.path.flatMap((directory) =>
      namesOf(name).flatMap((one) => {
        const own = `${directory}/${one}`;
        const inside = [...host.files.keys()].filter((path) => path.startsWith(`${own}.d/`));
        return [
          ...(host.files.has(own) ? [own] : []),
          ...(inside.length > 0 || host.files.has(`${own}.d`) ? [`${own}.d`] : []),
          ...inside,
        ];
      }),
    ),
  );
  return paths;
}

type Put = (name: string, content: string | Uint8Array) => unknown;

function putFiles(put: Put, host: FakeHost, paths: readonly string[]): void {
  const directory: FakeFile = {
    ...{ type: 'directory', bytes: Buffer.alloc(0), target: '' },
    ...{ mode: '755', owner: 'root:root', mtime: 0 },
  };
  const files = paths.map((path) => [path, host.files.get(path) ?? directory] as const);
  const records = files.map(([path, { type, bytes, mode, owner, mtime }]) => {
    const word = type === 'file' && bytes.length === 0 ? 'regular empty file' : typeWords[type];
    return `${word}|${mode}|${owner}|${bytes.length}|${mtime.toFixed(6)}|${path}\0`;
  });
  put('stat', records.join(''));
  put('text', Buffer.concat(files.map(([, { bytes }]) => bytes)));
}

function putLinks(put: Put, host: FakeHost, { directory, runtime }: FakeManager): void {
  const links = [...host.files].filter(
    ([path, { type }]) =>
      type === 'link' &&
      [directory, runtime].some((one) => path.startsWith(`${one}/`)) &&
      !path.includes('.d/'),
  );
  put('links', links.map(([path]) => `${path}\0`).join(''));
  put('targets', links.map(([, { target }]) => `${target}\0`).join(''));
}

function showText(host: FakeHost, manager: FakeManager, name: string): string {
  const id = idOf(host, manager, name);
  const fragment = fragmentOf(host, manager, id);
  const unit: FakeUnit = manager.units.get(id) ?? { active: 'inactive', started: 0, changed: 0, show: {} };
  const { canReload, refuseManualStart, refuseManualStop } = behaviourOf(host, manager, id);
  const yes = (claim: boolean): string => (claim ? 'yes' : 'no');
  const values: Record<string, string> = {
    Id: id,
    Names: [...new Set([id, name])].join(' '),
    LoadState: fragment === undefined ? 'not-found' : isMasked(host, fragment) ? 'masked' : 'loaded',
    ActiveState: unit.active,
    SubState: unit.active === 'active' ? 'running' : 'dead',
    UnitFileState: wordOf(host, manager, id),
    FragmentPath: fragment ?? '',
    SourcePath: '',
    DropInPaths: dropInsOf(host, manager, id).join(' '),
    NeedDaemonReload: 'no',
    InvocationID: unit.started === 0 ? '' : String(unit.started).padStart(32, '0'),
    InactiveExitTimestamp: stamp(unit.started, host.systemd),
    StateChangeTimestamp: stamp(unit.changed, host.systemd),
    NRestarts: '0',
    Result: unit.active === 'failed' ? 'exit-code' : 'success',
    CanReload: yes(canReload),
    RefuseManualStart: yes(refuseManualStart),
    RefuseManualStop: yes(refuseManualStop),
    Transient: 'no',
    ...unit.show,
  };
  const lines = Object.entries(values).map(([key, value]) => `${key}=${value}\n`);
  return lines.join('');
}

/** systemd's word for a unit file: by its mask, by the links in dependency directories, by its [Install]. */
function wordOf(host: FakeHost, manager: FakeManager, name: string): string {
  const fragment = fragmentOf(host, manager, name);
  if (fragment === undefined) return '';
  if (isMasked(host, fragment)) return 'masked';
  const dependent = new RegExp(`^${manager.directory}/[^/]*\\.(wants|requires|upholds)/`);
  const paths = [...host.files.keys()].filter((path) => path.endsWith(`/${name}`));
  if (paths.some((path) => dependent.test(path))) return 'enabled';
  if (host.files.get(fragment)?.type === 'link') return 'linked';
  return behaviourOf(host, manager, name).hasInstall ? 'disabled' : 'static';
}

/** A link to another unit file in the search path makes the name an alias. */
function idOf(host: FakeHost, manager: FakeManager, name: string): string {
  const fragment = fragmentOf(host, manager, name);
  const target = fragment === undefined ? undefined : host.files.get(fragment)?.target;
  const own = target?.slice(target.lastIndexOf('/') + 1);
  const inPath = manager.path.includes(target?.slice(0, target.lastIndexOf('/')) ?? '');
  return own === undefined || !inPath || namesOf(name).includes(own) ? name : own;
}

/** `systemctl --timestamp=us+utc`, and what there was before systemd 248. */
function stamp(seconds: number, systemd: number): string {
  if (seconds === 0) return '';
  const [date = '', time = ''] = new Date(seconds * 1000).toISOString().split(/[TZ]/);
  return `Thu ${date} ${systemd < 248 ? time.slice(0, 8) : `${time}000`} UTC`;
}
