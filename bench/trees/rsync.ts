import type { Fleet } from '../real/fleet.ts';
import type { Contender, Job } from './contender.ts';

/** One rsync for each host, all at once. */
const allAtOnce = `
config=$1 source=$2 target=$3; shift 3
for host; do
  { rsync -a -e "ssh -F $config -o BatchMode=yes" --rsync-path='sudo -n rsync' "$source/" "$host:$target/" || echo "$host: $?" >&2; } &
done
wait
`;

/** What all times are compared with. */
export const floorName = 'rsync -a';

/** rsync over the system's OpenSSH, with its own choice of algorithms. */
export function rsync({ sandbox }: Fleet, { source }: Job): Contender {
  const target = '/srv/bench-rsync';
  const names = sandbox.hosts.map(({ name }) => name);
  return {
    name: floorName,
    target,
    only: (operation) => operation !== 'plan, no change',
    command: () => ({ argv: ['bash', '-c', allAtOnce, 'bash', sandbox.sshConfig, source, target, ...names] }),
    complaint: (_, { stderr }) => (stderr === '' ? undefined : stderr),
  };
}
