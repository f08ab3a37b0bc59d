/** What the scripts that run on a host call, besides the shell's own words: coreutils, util-linux, systemd and a few more. */
export const needed: readonly string[] = [
  ...[
    'cat',
    'chmod',
    'chown',
    'cmp',
    'cp',
    'cut',
    'date',
    'df',
    'env',
    'flock',
    'getent',
    'grep',
    'head',
    'id',
  ],
  ...[
    'journalctl',
    'ln',
    'loginctl',
    'mkdir',
    'mv',
    'readlink',
    'rm',
    'rmdir',
    'sed',
    'setpriv',
    'sh',
    'sha256sum',
  ],
  ...['sleep', 'stat', 'sync', 'systemctl', 'systemd-run', 'tail', 'timeout', 'touch', 'tr'],
];

/** Tools that only some playbooks need. */
export interface UsefulTool {
  /** Any one of them will do. */
  readonly anyOf: readonly string[];
  readonly purpose: string;
}

export const useful: readonly UsefulTool[] = [
  { anyOf: ['git'], purpose: 'needed where a repository is kept up to date' },
  ...['comm', 'find', 'gzip', 'sort', 'tar', 'tee', 'xargs'].map((tool) => ({
    anyOf: [tool],
    purpose: 'needed where a directory tree is kept',
  })),
  { anyOf: ['curl', 'wget'], purpose: 'needed where a health check asks over HTTP' },
  { anyOf: ['unshare'], purpose: 'without it, unit files are not verified by the host before a change' },
];
