import { call } from '../../src/hosts/quote.ts';
import { unitDirectory, unitNames } from './job.ts';
import type { Operation, UnitFile } from './job.ts';

/*
 * What a person who knows systemd well would write for this one job: no host key, no backup, no lock, no undo, no
 * check of the text, no health. It is the same for the floor (OpenSSH) and for bare ssh2.
 */

const states = [
  ...['Id', 'Names', 'LoadState', 'LoadError', 'ActiveState', 'SubState', 'UnitFileState', 'FragmentPath'],
  ...[
    'SourcePath',
    'DropInPaths',
    'NeedDaemonReload',
    'InvocationID',
    'InactiveExitTimestamp',
    'StateChangeTimestamp',
  ],
  ...['NRestarts', 'Result', 'Type', 'CanReload', 'RefuseManualStart', 'RefuseManualStop', 'Transient'],
].join(',');

/** Reads what Fleetwright reads: states of the units, their files, the links that enable them. */
export function lookScript(): string {
  const units = unitNames.join(' ');
  return `cd ${unitDirectory} || exit
systemctl --no-pager show -p ${states} -- ${units} || exit
stat -c '%a %U:%G %s %Y %n' -- ${units} 2>/dev/null && cat -- ${units}
set --
for link in * *.wants/*; do [ ! -L "$link" ] || set -- "$@" "$link"; done
readlink -- "$@"
`;
}

/**
 * Brings the units about: writes the files that differ, then one `systemctl` call for all units of each phase, and one
 * daemon-reload. Prints how many files it wrote.
 */
export function batchedScript(files: readonly UnitFile[]): string {
  const units = unitNames.join(' ');
  return `${putFunction}
${files.map(({ name, text }) => call('put', name, text)).join('\n')}
now=$(systemctl --no-pager show -p UnitFileState -p ActiveState --value -- ${units})
case $now in *disabled* | *inactive*) systemctl --quiet --no-reload enable -- ${units} ;; esac
[ -z "$written" ] || systemctl daemon-reload
case $now in
*inactive*) systemctl start -- ${units} ;;
*) [ -z "$written" ] || systemctl restart -- $written ;;
esac
echo written: $written
`;
}

/** The same as it is mostly written: a `systemctl` call for each unit, and `enable` reloads the manager each time. */
export function plainScript(files: readonly UnitFile[]): string {
  const each = unitNames.map(
    (unit) => `systemctl is-enabled --quiet ${unit} || systemctl --quiet enable ${unit}
if ! systemctl is-active --quiet ${unit}; then
  systemctl start ${unit}
else
  case " $written " in *" ${unit} "*) systemctl restart ${unit} ;; esac
fi`,
  );
  return `${putFunction}
${files.map(({ name, text }) => call('put', name, text)).join('\n')}
[ -z "$written" ] || systemctl daemon-reload
${each.join('\n')}
echo written: $written
`;
}

/** `put NAME TEXT`: writes the file if it is another, in whole, and adds the name to $written. */
const putFunction = `set -e
cd ${unitDirectory}
umask 022
written=
put() {
  if printf %s "$2" | cmp -s - "$1"; then return; fi
  printf %s "$2" >".$1.new"
  mv -f ".$1.new" "$1"
  written="$written $1"
}`;

/** Whether what the hosts printed shows the operation done on each; if not, what one of them printed. */
export function complaintOf(operation: Operation, said: readonly string[]): string | undefined {
  const proof = {
    'plan, clean hosts': /^LoadState=not-found$/m,
    'plan, no drift': /^ActiveState=active$/m,
    'first apply': /^written:( \S+){3}$/m,
    'no-change apply': /^written:$/m,
    'one-line change': /^written: \S+$/m,
  }[operation];
  return said.find((one) => !proof.test(one));
}
