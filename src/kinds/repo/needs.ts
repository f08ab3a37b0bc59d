import { isSsh, urlsOf } from './name.ts';
import type { RepoSpec } from './spec.gen.ts';
import { zoneOf } from './window.ts';

/** What a host must have for what a policy asks: programs, time zones; and whose starts are to be looked at. */
export function needsOf(spec: RepoSpec): readonly string[] {
  const { build, verify, health, update, notify = [] } = spec;
  const programs = [
    ...(build?.python === undefined ? [] : ['python3']),
    ...(verify?.signers === undefined ? [] : ['ssh-keygen']),
    ...(verify?.gpg_keys === undefined ? [] : ['gpg']),
    ...(urlsOf(spec).some(isSsh) ? ['ssh'] : []),
    ...(health?.http === undefined ? [] : ['curl,wget']),
    ...(update?.scheduler === 'cron' ? ['cron,crond'] : []),
    ...(notify.some(({ webhook }) => webhook !== undefined) ? ['curl'] : []),
    ...(notify.some(({ mail }) => mail !== undefined) ? ['sendmail'] : []),
  ];
  const zones = new Set((update?.windows ?? []).flatMap((window) => zoneOf(window) ?? []));
  return [
    ...programs.map((names) => `any:${names}`),
    ...[...zones].filter((zone) => zone !== 'UTC').map((zone) => `zone:${zone}`),
    ...(update?.on_start ?? []).map((unit) => `start:${unit}`),
    ...(update?.windows === undefined ? [] : ['times']),
  ];
}
