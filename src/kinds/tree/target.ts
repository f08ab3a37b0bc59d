/** Directories that are everybody's: a tree is a part of one of them, never the whole. */
const shared: ReadonlySet<string> = new Set(
  [
    '/ /bin /boot /dev /etc /home /lib /lib32 /lib64 /libx32 /lost+found /media /mnt /opt /proc /root /run /sbin /snap',
    '/srv /sys /tmp /usr /var /etc/cron.d /etc/default /etc/init.d /etc/pam.d /etc/profile.d /etc/security /etc/ssh',
    '/etc/ssl /etc/sudoers.d /etc/systemd /etc/systemd/network /etc/systemd/system /etc/systemd/user /usr/bin',
    '/usr/include /usr/lib /usr/lib/systemd /usr/lib/systemd/system /usr/lib64 /usr/libexec /usr/local /usr/local/bin',
    '/usr/local/lib /usr/local/sbin /usr/local/share /usr/sbin /usr/share /usr/src /var/backups /var/cache /var/lib',
    '/var/lib/systemd /var/log /var/mail /var/opt /var/spool /var/tmp /var/www',
  ].flatMap((line) => line.split(' ')),
);

/** What the kernel, systemd or we ourselves keep; nothing below is anybody else's. */
const kept = ['/proc', '/sys', '/dev', '/run', '/boot', '/var/lib/fleetwright', '/root/.ssh'];

/** Why a path cannot be a tree's, as the end of a sentence that begins with it; undefined where it can. */
export function refusedTarget(path: string): string | undefined {
  if (path.startsWith('~')) return 'is not absolute: write the directory out';
  if (!path.startsWith('/')) return 'is not an absolute path';
  if (path !== '/' && /\/\.{0,2}(\/|$)/.test(path))
    return 'has an empty part, `.` or `..` in it, or a `/` at its end';
  // eslint-disable-next-line no-control-regex -- those are meant
  if (/[\u0000-\u001f\u007f]/.test(path)) return 'has a control character in it';
  if (shared.has(path)) return 'is a directory of the system, not one of yours: name one below it';
  if (/^\/home\/[^/]+$/.test(path)) return 'is a home directory: name one below it';
  if (/\/\.ssh(\/|$)/.test(path)) return 'is where the keys of logins lie';
  const keeper = kept.find((one) => path === one || path.startsWith(`${one}/`));
  return keeper === undefined ? undefined : `lies in ${keeper}, which is no place for files of yours`;
}
