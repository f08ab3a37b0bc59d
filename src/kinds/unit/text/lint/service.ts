import { isOn } from '../boolean.ts';
import { parseCommands } from '../commands.ts';
import type { UnitText } from '../parse.ts';
import { busName, serviceType } from '../service-type.ts';
import { lastReadable, listSetting, type Setting } from '../settings.ts';
import { isRunnable } from './exec.ts';
import { error } from './problem.ts';
import { restartWords } from './values.ts';
import type { WholeProblem } from './whole.ts';

const emergencyAction = /^(?:none|(?:reboot|poweroff|exit|kexec|halt|soft-reboot)(?:-force|-immediate)?)$/;

/** service_verify() of systemd: what a service must and must not have; systemd.service(5). */
export function lintService(texts: readonly UnitText[]): readonly WholeProblem[] {
  const type = serviceType(texts);
  return [...lintStart(texts, type), ...lintRestart(texts, type), ...lintBusName(texts, type)];
}

function lintStart(texts: readonly UnitText[], type: string): readonly WholeProblem[] {
  const starts = runs(texts, 'ExecStart');
  const second = starts[1];
  if (second && type !== 'oneshot') {
    const hint =
      second.text === 0
        ? 'only Type=oneshot may have several'
        : 'a drop-in that replaces the command begins with an empty `ExecStart=`';
    return [at(second, `a second ExecStart=, and the service is of Type=${type}: systemd refuses it`, hint)];
  }
  const action = lastReadable(texts, ['Unit', 'SuccessAction'], (value) => emergencyAction.test(value));
  const stops = runs(texts, 'ExecStop').length > 0 && isOn(texts, 'Service', 'RemainAfterExit');
  if (starts.length > 0 || (((action?.value ?? 'none') !== 'none' || stops) && type === 'oneshot')) return [];
  return [at(undefined, 'the service has no ExecStart= that systemd could run: systemd refuses it')];
}

function lintRestart(texts: readonly UnitText[], type: string): readonly WholeProblem[] {
  const restart = lastReadable(texts, ['Service', 'Restart'], (value) => restartWords.includes(value));
  if (type !== 'oneshot' || !restart || !/^(always|on-success)$/.test(restart.value)) return [];
  return [
    at(restart, `systemd refuses Restart=${restart.value} for Type=oneshot`, '`on-failure` is allowed'),
  ];
}

function lintBusName(texts: readonly UnitText[], type: string): readonly WholeProblem[] {
  if (type !== 'dbus' || busName(texts) !== undefined) return [];
  const written = lastReadable(texts, ['Service', 'Type'], (value) => value === 'dbus');
  return [at(written, 'Type=dbus needs BusName=: systemd refuses the service')];
}

/** The commands of a directive that systemd would run, each with the line it stands on. */
function runs(texts: readonly UnitText[], key: string): readonly Setting[] {
  return listSetting(texts, 'Service', key).flatMap((setting) =>
    (parseCommands(setting.value) ?? [])
      .filter((command) => isRunnable(command) || !command.lenient)
      .map(() => setting),
  );
}

function at(setting: Setting | undefined, message: string, hint?: string): WholeProblem {
  return { ...error(setting?.line ?? 0, message, hint), text: setting?.text ?? 0 };
}
