import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Contender } from './contender.ts';
import type { Fleet } from './fleet.ts';
import { complaintOf } from './floor-scripts.ts';
import type { Operation, UnitFile } from './job.ts';

/** Starts one ssh for each host, all at once; what each prints goes to a file of its host. */
const allAtOnce = `
config=$1 script=$2 out=$3; shift 3
for host; do
  { ssh -F "$config" -o BatchMode=yes "$host" sudo -n -- /bin/sh <"$script" >"$out/$host" || echo "$host: $?" >&2; } &
done
wait
`;

/** What is sent for each operation. */
export type ScriptFor = (operation: Operation, job: readonly UnitFile[]) => string;

/** The system's OpenSSH with its own choice of algorithms: one client and one script for each host, all at once. */
export function openssh(fleet: Fleet, name: string, scriptFor: ScriptFor): Contender {
  const [file, out] = [join(fleet.dir, 'openssh.sh'), join(fleet.dir, 'openssh-out')];
  const { sshConfig, hosts } = fleet.sandbox;
  const names = hosts.map((host) => host.name);
  return {
    name,
    prepare: async (operation, job) => {
      await rm(out, { recursive: true, force: true });
      await mkdir(out);
      await writeFile(file, scriptFor(operation, job));
      return { argv: ['bash', '-c', allAtOnce, 'bash', sshConfig, file, out, ...names] };
    },
    complaint: async (operation, { stderr }) => {
      if (stderr !== '') return stderr;
      const said = await Promise.all(names.map((host) => readFile(join(out, host), 'utf8')));
      return complaintOf(operation, said);
    },
  };
}
