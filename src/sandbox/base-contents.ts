import { createHash } from 'node:crypto';

/** What every host has: what a small real server has, the shells and tools that the program must get along with. */
export const basePackages: readonly string[] = [
  ...['systemd', 'systemd-sysv', 'dbus', 'libpam-systemd', 'openssh-server', 'sudo', 'opendoas'],
  ...['git', 'rsync', 'curl', 'cron', 'procps', 'busybox', 'fish', 'tcsh'],
  ...['gpg', 'gpg-agent', 'python3-venv'],
];

/** Units that wait for hardware, the network or the night, and would only slow a boot or disturb a test. */
export const maskedUnits: readonly string[] = [
  ...['systemd-networkd.service', 'systemd-networkd.socket', 'systemd-resolved.service'],
  ...['getty.target', 'console-getty.service', 'systemd-firstboot.service', 'systemd-pstore.service'],
  ...[
    'apt-daily.timer',
    'apt-daily-upgrade.timer',
    'dpkg-db-backup.timer',
    'e2scrub_all.timer',
    'fstrim.timer',
  ],
  ...['man-db.timer', 'e2scrub_reap.service', 'ssh.socket'],
  ...['dev-hugepages.mount', 'sys-fs-fuse-connections.mount'],
];

/** Paths of packages that nobody reads on a throwaway host. */
export const leftOut: readonly string[] = ['/usr/share/doc/*', '/usr/share/man/*', '/usr/share/locale/*'];

/** Raised when the way the tree is finished changes, so that a tree of an older version is not taken for it. */
const format = 1;

/** Name of the cached tree: another list, release or format is another tree. */
export function baseName(suite: string): string {
  const contents = JSON.stringify({ format, suite, basePackages, maskedUnits, leftOut });
  return `base-${createHash('sha256').update(contents).digest('hex').slice(0, 12)}`;
}
