const shared: ReadonlySet<string> = new Set(
  ['/home /opt /srv /var/www /var/lib /usr/local /usr/src /mnt /media /root'].flatMap((line) =>
    line.split(' '),
  ),
);

/** What the system, its packages or we ourselves keep; a checkout there would not stay alone. */
const kept = [
  ...['/bin', '/boot', '/dev', '/etc', '/lib', '/lib64', '/proc', '/run', '/sbin', '/sys', '/tmp'],
  ...['/usr/bin', '/usr/lib', '/usr/sbin', '/var/lib/fleetwright', '/var/tmp', '/usr/local/lib/fleetwright'],
];

/** Why a path cannot be a checkout's, as the end of a sentence that begins with it; undefined where it can. */
export function refusedPath(path: string): string | undefined {
  if (!path.startsWith('/')) return 'is not an absolute path';
  if (/\/\.{0,2}(\/|$)/.test(path)) return 'has an empty part, `.` or `..` in it, or a `/` at its end';
  // eslint-disable-next-line no-control-regex -- those are meant
  if (/[\u0000-\u001f\u007f]/.test(path)) return 'has a control character in it';
  if (shared.has(path)) return 'is a directory of the system, not one of yours: name one below it';
  const keeper = kept.find((one) => path === one || path.startsWith(`${one}/`));
  return keeper === undefined ? undefined : `lies in ${keeper}, which is no place for a checkout`;
}
