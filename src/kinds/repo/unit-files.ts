import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { milliseconds } from '../../model/duration.ts';
import type { OwnFile } from './desired.ts';
import { places, programPath } from './name.ts';
import { defaultTimeout } from './policy.ts';
import type { Schedule } from './schedule.ts';
import type { RepoSpec } from './spec.gen.ts';

const header = '# Written by fleetwright from `repos` of a playbook; changes here do not stay.\n';

/** Going back before a service starts takes its time too; and so does telling people. */
const afterwards = 300;

function timeoutOf({ update }: RepoSpec): number {
  return Math.ceil((milliseconds(update?.timeout ?? '') ?? defaultTimeout) / 1000);
}

/** Seconds in which an update has ended, has gone back where it failed, and has looked at the health both times. */
export function longestOf(spec: RepoSpec): number {
  const { settle = '10s', http = [], command = [], timeout = '2m' } = spec.health ?? {};
  const checks = [http].flat().length + [command].flat().length;
  const health = (milliseconds(settle) ?? 0) + checks * (milliseconds(timeout) ?? 0);
  return 2 * (timeoutOf(spec) + Math.ceil(health / 1000)) + afterwards;
}

/** The timer and what it starts. */
export function timerFiles(name: string, spec: RepoSpec, schedule: Schedule): readonly OwnFile[] {
  const spread = Math.ceil((milliseconds(spec.update?.spread ?? '') ?? 0) / 1000);
  const timer = [
    `${header}[Unit]`,
    `Description=When the repository ${name} is updated`,
    '',
    '[Timer]',
    ...schedule.calendar.map((one) => `OnCalendar=${one}`),
    'Persistent=true',
    ...(spread === 0 ? [] : [`RandomizedDelaySec=${spread}`, 'FixedRandomDelay=true']),
    '',
    '[Install]',
    'WantedBy=timers.target',
    '',
  ];
  // Locked, paused, outside of its windows and quarantined are no failures of the service.
  const service = [
    `${header}[Unit]`,
    `Description=Update the repository ${name}`,
    'Wants=network-online.target',
    'After=network-online.target',
    '',
    '[Service]',
    'Type=oneshot',
    `ExecStart=${programPath} run ${name} --why timer`,
    'SuccessExitStatus=14 15 16 17',
    `TimeoutStartSec=${longestOf(spec)}`,
    '',
  ];
  return [
    file('timer', places.timer(name), timer.join('\n')),
    file('service', places.service(name), service.join('\n')),
  ];
}

/**
 * What takes back, after a boot and before services start, a run that was cut; nothing else is done by it, and nothing
 * keeps it from being late: services are ordered after it, and do not need it. What starts it is a drop-in of the
 * target, as the directories of the administrator are not ours.
 */
export function recoverFiles(name: string, spec: RepoSpec): readonly OwnFile[] {
  const service = [
    `${header}[Unit]`,
    `Description=Take back an update of the repository ${name} that was cut`,
    `ConditionPathExists=${places.attempt(name)}`,
    `RequiresMountsFor=${quoted(spec.path)}`,
    'After=nss-user-lookup.target',
    `Before=${[...startedLater(spec), basename(places.service(name))].join(' ')}`,
    '',
    '[Service]',
    'Type=oneshot',
    `ExecStart=${programPath} recover ${name}`,
    'SuccessExitStatus=14',
    `TimeoutStartSec=${afterwards}`,
    '',
  ];
  const wanted = `${header}[Unit]\nWants=${basename(places.recover(name))}\n`;
  return [
    file('recover', places.recover(name), service.join('\n')),
    file('recover at boot', places.dropIn(name, 'multi-user.target'), wanted),
  ];
}

/**
 * Services that run on it. Of a socket, path or timer it is the service that it starts, as these units come before
 * what every service comes after (systemd.special(7), basic.target); a target is behind its services by itself.
 */
function startedLater({ restarts = [], update }: RepoSpec): readonly string[] {
  const services = [...restarts, ...(update?.on_start ?? [])].filter((unit) => !unit.endsWith('.target'));
  return [...new Set(services.map((unit) => unit.replace(/\.(socket|path|timer)$/, '.service')))];
}

/** One word of a unit file, whatever is in it (systemd.syntax(7), systemd.unit(5)). */
function quoted(path: string): string {
  return `"${path.replaceAll(/["\\]/g, String.raw`\$&`).replaceAll('%', '%%')}"`;
}

/** The entry for cron; `host` sets its own moment within the spread. `updates status` reads when that is. */
export function cronFile(name: string, spec: RepoSpec, schedule: Schedule, host: string): OwnFile {
  const spread = Math.ceil((milliseconds(spec.update?.spread ?? '') ?? 0) / 1000);
  const wait = spread === 0 ? 0 : hashOf(`${host} ${name}`) % spread;
  const command = `${wait === 0 ? '' : `sleep ${wait}; `}${programPath} run ${name} --why cron >/dev/null 2>&1`;
  const times = schedule.calendar.map((one) => `# calendar: ${one}\n`).join('');
  return file('cron', places.cron(name), `${header}${times}${schedule.cron ?? ''} root ${command}\n`);
}

function hashOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0);
}

/** What has a service try an update before it starts. `+`: with full rights, outside of the unit's own sandbox. */
export function dropIn(name: string, unit: string, spec: RepoSpec): OwnFile {
  const blocks = spec.update?.if_update_fails === 'block_start';
  const seconds = timeoutOf(spec) + afterwards;
  const content = `${header}[Service]\nExecStartPre=${blocks ? '+' : '-+'}${programPath} run ${name} --why start\n`;
  return {
    ...file(`on_start/${unit}`, places.dropIn(name, unit), `${content}TimeoutStartSec=${seconds}\n`),
    patient: { unit, seconds, content },
  };
}

function file(field: string, path: string, content: string): OwnFile {
  return { field, path, content, mode: '0644', phase: 'files' };
}
