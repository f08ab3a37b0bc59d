import type { Diagnostic } from '../../model/diagnostic.ts';
import { milliseconds } from '../../model/duration.ts';
import type { Sources } from '../kind.ts';
import type { DesiredRepo, OwnFile, Track } from './desired.ts';
import { nameOf, places, programPath, urlsOf } from './name.ts';
import { refusedPath } from './path.ts';
import { needsOf } from './needs.ts';
import { policyText } from './policy.ts';
import { parseSchedule } from './schedule.ts';
import type { RepoSpec } from './spec.gen.ts';
import { cronFile, dropIn, longestOf, recoverFiles, timerFiles } from './unit-files.ts';

interface Resolved {
  readonly desired: readonly DesiredRepo[];
  readonly diagnostics: readonly Diagnostic[];
}

/** One entry of `repos` → the repository on one host, with every file of ours that it needs there. */
export function resolve(spec: RepoSpec, sources: Sources): Resolved {
  const name = nameOf(spec);
  const why = refusedPath(spec.path);
  if (why !== undefined) return wrong({ severity: 'error', message: `${spec.path} ${why}` });
  if (spec.absent === true) return { desired: [{ ...named(name), absent: true }], diagnostics: [] };
  const policy = policyText(name, spec);
  // Templates are rendered by now: a value with a line of its own would be a key of the policy.
  if (hasControls(spec))
    return wrong({ severity: 'error', message: `a value of ${name} has a line break or control character` });
  const files: OwnFile[] = [
    { field: 'updater', path: programPath, content: sources.updater, mode: '0755', phase: 'content' },
  ];
  const diagnostics = readKeys(name, spec, { sources, files });
  files.push({ field: 'policy', path: places.policy(name), content: policy, mode: '0600', phase: 'content' });
  files.push(...recoverFiles(name, spec));
  const schedule = scheduleOf(spec);
  if (schedule?.scheduler === 'timer') files.push(...timerFiles(name, spec, schedule));
  if (schedule?.scheduler === 'cron') files.push(cronFile(name, spec, schedule, hostName(spec, sources)));
  for (const unit of spec.update?.on_start ?? []) files.push(dropIn(name, unit, spec));
  return { desired: [repoOf(name, spec, { files, schedule })], diagnostics };
}

function hasControls(value: unknown): boolean {
  // eslint-disable-next-line no-control-regex -- those are meant
  if (typeof value === 'string') return /[\u0000-\u001f\u007f]/.test(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(hasControls);
}

function repoOf(
  name: string,
  spec: RepoSpec,
  { files, schedule }: { readonly files: readonly OwnFile[]; readonly schedule: DesiredRepo['schedule'] },
): DesiredRepo {
  return {
    name,
    path: spec.path,
    absent: false,
    owner: spec.owner ?? 'root',
    urls: urlsOf(spec),
    track: trackOf(spec),
    layout: spec.layout ?? 'checkout',
    localChanges: spec.local_changes ?? 'stash',
    insecure: spec.insecure ?? false,
    rewind: spec.verify?.rewind ?? false,
    ...(spec.deploy_key === undefined ? {} : { deployKey: spec.deploy_key }),
    signedBySsh: spec.verify?.signers !== undefined,
    builds: buildWords(spec),
    restarts: spec.restarts ?? [],
    onStart: spec.update?.on_start ?? [],
    files,
    ...(schedule === undefined ? {} : { schedule }),
    ...(spec.update?.replaces_cron === undefined ? {} : { replacesCron: spec.update.replaces_cron }),
    needs: needsOf(spec),
    windows: spec.update?.windows ?? [],
    spread: milliseconds(spec.update?.spread ?? '') ?? 0,
    timeout: 1000 * longestOf(spec),
  };
}

/** The least that a name says: enough to look at what is installed for it. */
export function named(name: string): DesiredRepo {
  return {
    ...{ name, path: '', absent: false, owner: 'root', urls: [], track: { by: 'branch', ref: 'main' } },
    ...{
      layout: 'checkout',
      localChanges: 'stash',
      insecure: false,
      rewind: false,
      signedBySsh: false,
      builds: [],
    },
    ...{
      restarts: [],
      onStart: [],
      files: [],
      needs: [],
      windows: [],
      spread: 0,
      timeout: 1000 * longestOf({ path: '' }),
    },
  };
}

function trackOf({ track }: RepoSpec): Track {
  for (const by of ['branch', 'tag', 'version', 'commit'] as const) {
    const ref = track?.[by];
    if (ref !== undefined) return { by, ref };
  }
  return { by: 'branch', ref: 'main' };
}

function scheduleOf({ update }: RepoSpec): DesiredRepo['schedule'] {
  const parsed = update?.schedule === undefined ? undefined : parseSchedule(update.schedule);
  return typeof parsed === 'object' ? { ...parsed, scheduler: update?.scheduler ?? 'timer' } : undefined;
}

/** A host's name is asked for only where the entry comes to something else on each host. */
function hostName({ update }: RepoSpec, sources: Sources): string {
  if (update?.spread === undefined) return '';
  const { host } = sources.vars as { readonly host?: { readonly name?: string } };
  return host?.name ?? '';
}

function readKeys(
  name: string,
  spec: RepoSpec,
  { sources, files }: { readonly sources: Sources; readonly files: OwnFile[] },
): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const add = (field: string, path: string, content: string): void => {
    files.push({ field, path, content, mode: '0644', phase: 'content' });
  };
  const read = (field: string, from: string | undefined, path: string): void => {
    if (from === undefined) return;
    const text = sources.text(from);
    if (typeof text === 'string') add(field, path, text);
    else diagnostics.push(text);
  };
  read('signers', spec.verify?.signers, places.signers(name));
  read('gpg_keys', spec.verify?.gpg_keys, places.gpgKeys(name));
  if (spec.host_key !== undefined)
    add('host_key', places.knownHosts(name), knownHosts(urlsOf(spec), spec.host_key));
  return diagnostics;
}

/** Lines of a known_hosts file (sshd(8)): a port other than 22 stands in brackets. */
function knownHosts(urls: readonly string[], key: string): string {
  const servers = urls.flatMap((url) => {
    const long = /^ssh:\/\/(?:[^@/]*@)?(\[[^\]]+\]|[^:/]+)(?::(\d+))?/.exec(url);
    const short = url.includes('://') ? null : /^[^@/]+@([^:/]+):/.exec(url);
    const host = (long?.[1] ?? short?.[1])?.replace(/^\[|\]$/g, '');
    if (host === undefined) return [];
    const port = long?.[2] ?? '22';
    return [port === '22' ? host : `[${host}]:${port}`];
  });
  return [...new Set(servers)].map((server) => `${server} ${key}\n`).join('');
}

function buildWords({ build }: RepoSpec): readonly string[] {
  const python = build?.python;
  return [
    ...(python === undefined ? [] : [`${python.venv ?? '.venv'} (Python)`]),
    ...(build?.run ?? []).map((command) => `\`${command}\``),
  ];
}

function wrong(diagnostic: Diagnostic): Resolved {
  return { desired: [], diagnostics: [diagnostic] };
}
