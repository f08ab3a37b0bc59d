import { execa } from 'execa';

/** A repository that does not answer in this time (a dead network file system) is one that is not there. */
const patience = 5000;

/**
 * The commit of the repository that a directory is in, and whether files there differ from it (new files count).
 * Undefined where there is no git, no repository or no commit. Changes nothing in the repository.
 */
export async function sourceOf(
  dir: string,
): Promise<{ readonly commit: string; readonly dirty: boolean } | undefined> {
  const [commit, status] = await Promise.all([
    git(dir, 'rev-parse', '--verify', '--quiet', 'HEAD'),
    git(dir, 'status', '--porcelain', '-z'),
  ]);
  return commit === undefined || status === undefined
    ? undefined
    : { commit: commit.trim(), dirty: status !== '' };
}

async function git(dir: string, ...words: readonly string[]): Promise<string | undefined> {
  // The repository may be a stranger's: its fsmonitor would be a program of its choice.
  const result = await execa('git', ['-c', 'core.fsmonitor=false', ...words], {
    cwd: dir,
    reject: false,
    timeout: patience,
    stdin: 'ignore',
    env: { GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' },
    maxBuffer: 64 * 1024 * 1024,
  });
  return result.exitCode === 0 ? result.stdout : undefined;
}
