import { installLinks } from '../../../../src/kinds/unit/text/install.ts';
import { enablementOf, expectedLinks } from '../../../../src/kinds/unit/text/links.ts';
import type { Step } from '../../../../src/model/step.ts';
import type { FakeFile, FakeHost, FakeManager } from './fake-host.ts';
import { behaviourOf, fragmentOf, isMasked, textsOf } from './fake-host.ts';

/** Does to the pretended host what the step would do to a real one. Throws what systemd would refuse. */
export function carryOut(host: FakeHost, step: Step): void {
  host.now += 1;
  const manager = host.managers.get(step.scope);
  if (manager === undefined) throw new Error(`no manager ${step.scope}`);
  if (step.do === 'write') {
    const { path, content, mode, owner } = step;
    const bytes = Buffer.from(content);
    const file = { type: 'file', bytes, target: '', mode: mode.replace(/^0/, ''), mtime: host.now } as const;
    host.files.set(path, { ...file, owner: owner === '' ? 'bob:bob' : owner });
  } else if (step.do === 'remove') {
    if (host.files.get(step.path)?.type === 'directory') throw new Error(`${step.path} is a directory`);
    host.files.delete(step.path);
  } else if (step.do === 'link') link(host, step.path, step.target);
  else if (step.do === 'linger') Object.assign(manager, { linger: true, running: true });
  else if (step.do === 'daemon-reload' || ('unit' in step && step.do !== 'verify')) {
    if (!manager.running) throw new Error(`the manager of ${step.scope} does not run`);
    if (step.do === 'daemon-reload') reload(manager);
    else if (step.do === 'health') needs(manager.units.get(step.unit)?.active === 'active', 'it is not up');
    else act(host, manager, step.do, step.unit);
  }
}

function needs(claim: boolean, otherwise: string): void {
  if (!claim) throw new Error(otherwise);
}

function reload({ units }: FakeManager): void {
  for (const { show } of units.values()) delete show['NeedDaemonReload'];
}

function act(host: FakeHost, manager: FakeManager, verb: string, name: string): void {
  const own = `${manager.directory}/${name}`;
  const linked = host.files.get(own);
  if (verb === 'disable' || verb === 'reenable') disable(host, manager, name, new Set());
  if (verb === 'reenable' && linked?.type === 'link') host.files.set(own, linked);
  if (verb === 'enable' || verb === 'reenable') enable(host, manager, name, new Set());
  else if (verb === 'unmask') unmask(host, manager, name);
  else if (verb === 'mask') {
    needs(!host.files.has(own), `${own} is there already`);
    link(host, own, '/dev/null');
  } else if (verb !== 'disable') job(host, manager, verb, name);
}

function link(host: FakeHost, path: string, target: string): void {
  const file: FakeFile = {
    ...{ type: 'link', bytes: Buffer.alloc(0), target, mode: '777' },
    ...{ owner: 'root:root', mtime: host.now },
  };
  host.files.set(path, file);
}

function unmask(host: FakeHost, { directory, runtime }: FakeManager, name: string): void {
  for (const path of [`${directory}/${name}`, `${runtime}/${name}`])
    if (isMasked(host, path)) host.files.delete(path);
}

/** systemctl enable: the links of [Install], and those of each unit in Also=. */
function enable(host: FakeHost, manager: FakeManager, name: string, done: Set<string>): void {
  if (done.has(name)) return;
  const fragment = fragmentOf(host, manager, name);
  if (done.size > 0 && (fragment === undefined || isMasked(host, fragment))) return;
  needs(fragment !== undefined && !isMasked(host, fragment), `cannot enable ${name}`);
  const install = installLinks(name, textsOf(host, manager, name));
  done.add(name);
  if (install === null) return;
  needs(install.problems.length === 0, install.problems.join());
  const place = { directory: manager.directory, fragment: fragment ?? '', systemd: host.systemd };
  for (const { path, target } of expectedLinks(name, install, place)) {
    const there = host.files.get(path);
    const inTheWay =
      !/\.(wants|requires|upholds)\//.test(path) && there !== undefined && !sameName(there.target, target);
    needs(!inTheWay, `${path} is there already`);
    link(host, path, target);
  }
  setWord(manager, name, 'enabled');
  for (const also of install.also) enable(host, manager, also, done);
}

/** Links to files of one name in different directories are one to systemd. */
function sameName(one: string, other: string): boolean {
  return one.split('/').at(-1) === other.split('/').at(-1);
}

/** systemctl disable: every link of the name, and of each unit in Also=; a masked unit it ignores. */
function disable(host: FakeHost, manager: FakeManager, name: string, done: Set<string>): void {
  const fragment = fragmentOf(host, manager, name);
  if (done.has(name) || isMasked(host, fragment)) return;
  done.add(name);
  const install = installLinks(name, textsOf(host, manager, name));
  const links = [...host.files].map(([path, { target }]) => ({ path, target }));
  const { stale } = enablementOf(name, links, null, { directory: manager.directory });
  const asked = install === null ? [] : expectedLinks(name, install, { directory: manager.directory });
  for (const { path } of [...stale, ...asked]) host.files.delete(path);
  // A linked unit goes altogether.
  const own = host.files.get(`${manager.directory}/${name}`);
  if (own?.type === 'link') host.files.delete(`${manager.directory}/${name}`);
  setWord(manager, name, 'disabled');
  for (const also of install?.also ?? []) disable(host, manager, also, done);
}

/** Where a case pins systemd's word for the unit file, the word follows what is done. */
function setWord({ units }: FakeManager, name: string, word: string): void {
  const show = units.get(name)?.show;
  if (show?.['UnitFileState'] !== undefined) show['UnitFileState'] = word;
}

function job(host: FakeHost, manager: FakeManager, verb: string, name: string): void {
  const { type, remainAfterExit, refuseManualStart, refuseManualStop, canReload } = behaviourOf(
    host,
    manager,
    name,
  );
  const unit = manager.units.get(name) ?? { active: 'inactive', started: 0, changed: 0, show: {} };
  manager.units.set(name, unit);
  needs(verb === 'start' || verb.startsWith('reload') || !refuseManualStop, `${name} refuses to be stopped`);
  if (verb === 'stop') {
    Object.assign(unit, { active: 'inactive', changed: host.now });
    return;
  }
  const fragment = fragmentOf(host, manager, name);
  needs(fragment !== undefined && !isMasked(host, fragment), `cannot ${verb} ${name}: no file, or masked`);
  needs(verb.startsWith('reload') || !refuseManualStart, `${name} refuses to be started`);
  needs(verb !== 'reload' || canReload, `${name} cannot be reloaded`);
  unit.changed = host.now;
  delete unit.show['ReloadResult'];
  if (verb === 'reload' || (verb === 'reload-or-restart' && canReload)) {
    unit.active = 'active';
    return;
  }
  const stays = !name.endsWith('.service') || type !== 'oneshot' || remainAfterExit;
  Object.assign(unit, { active: stays ? 'active' : 'inactive', started: host.now });
}

/** All steps, in order. */
export function carryOutAll(host: FakeHost, steps: readonly Step[]): void {
  for (const step of steps) {
    try {
      carryOut(host, step);
    } catch (error) {
      throw new Error(`${step.id} ${step.do}: ${(error as Error).message}`, { cause: error });
    }
  }
}
