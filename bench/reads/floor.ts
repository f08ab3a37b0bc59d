import { shell } from '../../src/hosts/script.ts';

/** The units that are looked at: as many as a platform has, and on every host. */
export const units = ['ssh', 'cron', 'dbus', 'systemd-journald', 'systemd-logind'].map(
  (name) => `${name}.service`,
);

/** What `updates status` and `units status` read, in a script of the least calls: the floor sends it by parallel OpenSSH. */
export const floorScripts = {
  'updates status': `d=/var/lib/fleetwright/repos/app
cat $d/state $d/paused $d/quarantine $d/attempt $d/good 2>/dev/null
setpriv --reuid deploy --regid deploy --init-groups git -C /opt/app rev-parse HEAD
systemctl show -p NextElapseUSecRealtime -p ActiveState fleetwright-repo-app.timer
`,
  'units status': `systemctl show -- ${units.join(' ')}\n`,
} as const;

/** Installs the updater, whose text is standard input, and a repository that it keeps; upstream lies on the same host. */
export const setUp = `set -e
mkdir -p /usr/local/lib/fleetwright; cat >/usr/local/lib/fleetwright/repo-update; chmod 755 /usr/local/lib/fleetwright/repo-update
mkdir -p -m 700 /etc/fleetwright/repos.d
cd /srv; git init -q -b main work; cd work; git config user.name Ann; git config user.email ann@example.org
echo one >version; git add -A; git commit -qm one; git clone -q --bare /srv/work /srv/app.git
printf '%s\\n' path=/opt/app url=file:///srv/app.git insecure=true owner=deploy branch=main min_interval=0 settle=0 \\
  >/etc/fleetwright/repos.d/app.policy
/usr/local/lib/fleetwright/repo-update run app --first >/dev/null
`;

/** On one host: a server for the others, by git's daemon and by ssh for whoever has the key that is standard input. */
export const serve = `set -e
cat >/tmp/bench-key; install -d -m 700 -o deploy ~deploy/.ssh; cat /tmp/bench-key >>~deploy/.ssh/authorized_keys
chown deploy ~deploy/.ssh/authorized_keys
chmod -R a+rX /srv/app.git; git config --system --add safe.directory '*'
systemd-run -q --unit=bench-git git daemon --base-path=/srv --export-all --reuseaddr
until git ls-remote git://127.0.0.1/app.git >/dev/null 2>&1; do sleep 0.2; done
cut -d' ' -f1,2 /etc/ssh/ssh_host_ed25519_key.pub
`;

/**
 * Times, in microseconds and in turn, a bare \`git ls-remote\` and an update that finds nothing new: a line with both for each
 * round. Words: address, its host key.
 */
export function timeUpdates(url: string, server: string, hostKey: string, rounds: number): string {
  return `${shell('common')}
set -e
cd /etc/fleetwright/repos.d
printf '%s %s\\n' '${server}' '${hostKey}' >app.known_hosts
sed -i -e '/^url=/d' -e '/^deploy_key=/d' -e '/^host_key=/d' app.policy
printf '%s\\n' 'url=${url}' deploy_key=/root/bench-key host_key=/etc/fleetwright/repos.d/app.known_hosts >>app.policy
export GIT_SSH_COMMAND='ssh -F /dev/null -o BatchMode=yes -o UserKnownHostsFile=/etc/fleetwright/repos.d/app.known_hosts -i /root/bench-key'
now() { date +%s%N; }
/usr/local/lib/fleetwright/repo-update run app >/dev/null
/usr/local/lib/fleetwright/repo-update run app >/dev/null
i=0
while [ $i -lt ${rounds} ]; do
  a=$(now); git ls-remote -q '${url}' refs/heads/main >/dev/null
  b=$(now); /usr/local/lib/fleetwright/repo-update run app >/dev/null
  c=$(now); echo "$(((b - a) / 1000)) $(((c - b) / 1000))"
  i=$((i + 1))
done
`;
}

/** An upstream of 20,000 files, and one of a single file. */
export const makeLarge = `set -e
mkdir -p /srv/large; cd /srv/large; git init -q -b main .; git config user.name Ann; git config user.email ann@example.org
for d in $(seq 200); do mkdir d$d; (cd d$d; for f in $(seq 100); do echo "$d $f" >f$f; done); done
git add -A; git commit -qm all; git clone -q file:///srv/app.git /srv/small
chmod -R a+rX /srv/large /srv/small; git config --system --add safe.directory '*'
`;
