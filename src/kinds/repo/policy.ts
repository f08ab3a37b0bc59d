import { milliseconds } from '../../model/duration.ts';
import { places, urlsOf } from './name.ts';
import type { RepoSpec } from './spec.gen.ts';

type Line = readonly [string, string | number | undefined];

/** How long an update may take where nothing is said, milliseconds. */
export const defaultTimeout = 15 * 60_000;

/**
 * The policy as the updater reads it: `key=value` lines, lists as a key more than once, times in seconds. The same spec
 * gives the same text.
 */
export function policyText(name: string, spec: RepoSpec): string {
  const lines: readonly Line[] = [
    ['name', name],
    ['path', spec.path],
    ...each('url', urlsOf(spec)),
    ['owner', spec.owner ?? 'root'],
    ...tracked(spec),
    ['layout', spec.layout ?? 'checkout'],
    ...(spec.layout === 'releases' ? ([['keep', spec.keep ?? 3]] as const) : []),
    ['local_changes', spec.local_changes ?? 'stash'],
    ['submodules', yes(spec.submodules)],
    ['insecure', yes(spec.insecure)],
    ['deploy_key', spec.deploy_key],
    ['host_key', spec.host_key === undefined ? undefined : places.knownHosts(name)],
    ...verified(name, spec),
    ...built(spec),
    ...hooks(spec),
    ...each('restart', spec.restarts),
    ...health(spec),
    ...updates(spec),
    ...(spec.notify ?? []).map(notification),
  ];
  const written = lines.flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}\n`]));
  return `# Written by fleetwright from \`repos\` of a playbook; changes here do not stay.\n${written.join('')}`;
}

function tracked({ track }: RepoSpec): readonly Line[] {
  const { branch, tag, version, commit } = track ?? { branch: 'main' };
  return [
    ['branch', branch],
    ['tag', tag],
    ['version', version],
    ['commit', commit],
  ];
}

function verified(name: string, { verify }: RepoSpec): readonly Line[] {
  if (verify === undefined) return [];
  const { signers, gpg_keys: keys, what, rewind } = verify;
  const signed = signers !== undefined || keys !== undefined;
  return [
    ['signers', signers === undefined ? undefined : places.signers(name)],
    ['gpg_keys', keys === undefined ? undefined : places.gpgKeys(name)],
    ['verify', signed ? (what ?? 'tip') : undefined],
    ['rewind', yes(rewind)],
  ];
}

function built({ build }: RepoSpec): readonly Line[] {
  const python = build?.python;
  return [
    ...(python === undefined
      ? []
      : ([
          ['venv', python.venv ?? '.venv'],
          ...each('requirements', python.requirements),
          ['editable', yes(python.editable)],
        ] as const)),
    ...each('build', build?.run),
  ];
}

function hooks({ hooks: own }: RepoSpec): readonly Line[] {
  return [
    ['before_update', own?.before_update],
    ['after_update', own?.after_update],
    ['after_rollback', own?.after_rollback],
    ['on_failure', own?.on_failure],
  ];
}

function health({ health: own }: RepoSpec): readonly Line[] {
  return [
    ['settle', seconds(own?.settle ?? '10s')],
    ...each('http', [own?.http ?? []].flat()),
    ...each('command', [own?.command ?? []].flat()),
    ['health_timeout', seconds(own?.timeout ?? '2m')],
  ];
}

function updates({ update }: RepoSpec): readonly Line[] {
  return [
    ['if_update_fails', update?.if_update_fails ?? 'start_last_good'],
    ['min_interval', seconds(update?.min_interval ?? '1m')],
    ['timeout', Math.ceil((milliseconds(update?.timeout ?? '') ?? defaultTimeout) / 1000)],
    ['stale_after', update?.stale_after === undefined ? undefined : seconds(update.stale_after)],
    ...each('window', update?.windows),
  ];
}

type Notify = NonNullable<RepoSpec['notify']>[number];

function notification({ webhook, mail, command, on }: Notify): Line {
  const events = (on ?? ['failure', 'rollback', 'recovered']).join(',');
  if (webhook !== undefined)
    return ['notify', `webhook ${events} ${webhook.url} ${webhook.secret_file ?? '-'}`];
  return ['notify', mail === undefined ? `command ${events} ${command ?? ''}` : `mail ${events} ${mail}`];
}

function each(key: string, values: readonly string[] = []): readonly Line[] {
  return values.map((value) => [key, value]);
}

function yes(value: boolean | undefined): string {
  return value === true ? 'true' : 'false';
}

/** Whole seconds, no fewer than were asked for. */
function seconds(duration: string): number {
  return Math.ceil((milliseconds(duration) ?? 0) / 1000);
}
