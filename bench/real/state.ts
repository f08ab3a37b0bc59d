import type { Fleet } from './fleet.ts';
import { unitDirectory, unitNames } from './job.ts';
import type { UnitFile } from './job.ts';

const units = unitNames.join(' ');

/** Takes everything of the job off every host, whoever put it there. */
export async function clean({ onEvery }: Fleet): Promise<void> {
  await onEvery(`cd ${unitDirectory} || exit
systemctl stop -- ${units} 2>/dev/null
rm -rf -- ${units} multi-user.target.wants/bench-* /var/lib/fleetwright /run/fleetwright
systemctl daemon-reload
systemctl reset-failed`);
}

/**
 * Ends what the last login has started: a manager for the user, which stays for ten seconds. Whoever came sooner after
 * another would be spared a third of the work.
 */
export async function logOut({ onEvery }: Fleet): Promise<void> {
  await onEvery("systemctl stop 'user@*.service'");
}

/** Throws unless the job is done on every host: files with these texts, links, running services that know them. */
export async function expectDone({ onEvery }: Fleet, job: readonly UnitFile[]): Promise<void> {
  const said = await onEvery(`cd ${unitDirectory}
cat -- ${units}
systemctl show -p ActiveState,UnitFileState,NeedDaemonReload,Description --value -- ${units} | tr '\\n' ' '`);
  const texts = job.map(({ text }) => text).join('');
  const states = job
    .map(({ text }) => `${/^Description=(.*)$/m.exec(text)?.[1]} active enabled no`)
    .join('  ');
  const wrong = said.findIndex((one) => one.trim() !== `${texts}${states}`);
  if (wrong !== -1)
    throw new Error(`the job is not done on host ${wrong + 1}:\n${said[wrong]}\n${texts}${states}`);
}

/** What would show that something was done to a host: starts of the services, times of the files. */
export async function traces({ onEvery }: Fleet): Promise<string> {
  const said = await onEvery(`cd ${unitDirectory}
systemctl show -p InvocationID --value -- ${units}
stat -c '%.Y %n' -- . ${units} multi-user.target.wants 2>/dev/null || :`);
  return said.join('\n');
}
