import { paint } from './paint.ts';
import { shortTime } from './short-time.ts';

/** How a repository stands, as its host's updater says it (`repo-update status`). */
export interface RepoStatus {
  readonly name: string;
  readonly [key: string]: string;
}

export interface StatusRow {
  readonly host: string;
  readonly repo: RepoStatus;
}

/** One line for each repository of each host: commit, how it stands, what keeps it back, when it was checked and will be. */
export function repoStatusText(
  rows: readonly StatusRow[],
  { colour, now }: { readonly colour: boolean; readonly now: number },
): string {
  const p = paint(colour);
  const hosts = Math.max(0, ...rows.map(({ host }) => host.length));
  const names = Math.max(0, ...rows.map(({ repo }) => repo.name.length));
  return rows
    .map(({ host, repo }) => {
      const troubles = troublesOf(repo);
      const state = troubles.length === 0 ? p.green(stateOf(repo)) : p.yellow(troubles.join(', '));
      const times = [checked(repo, now), next(repo)].filter((time) => time !== '').join(', ');
      return `${host.padEnd(hosts)}  ${repo.name.padEnd(names)}  ${commitOf(repo)}  ${state}  ${p.dim(times)}\n`;
    })
    .join('');
}

function commitOf({ head = '', tag = '' }: RepoStatus): string {
  return `${head === '' ? '-------' : head.slice(0, 7)}${tag === '' ? '' : ` (${tag})`}`;
}

function stateOf({ result = '' }: RepoStatus): string {
  return result === '' ? 'never updated' : result;
}

const well: ReadonlySet<string> = new Set(['current', 'updated', 'outside-window', '', 'paused']);

function troublesOf(repo: RepoStatus): readonly string[] {
  const { error, problem, result = '', reason = '', behind = '' } = repo;
  const quarantined = repo['quarantined'] ?? '';
  return [
    ...[error, problem].flatMap((one) => (one === undefined || one === '' ? [] : [one])),
    ...(well.has(result) ? [] : [reason === '' ? result : `${result}: ${reason}`]),
    ...('paused' in repo ? [`paused${reasonOf(repo)}`] : []),
    ...(repo['stale'] === 'yes' ? ['stale'] : []),
    ...(quarantined === '' || result === 'quarantined' ? [] : [`${quarantined.slice(0, 7)} quarantined`]),
    ...(Number(behind) > 0 ? [`${behind} behind`] : []),
    ...(repo['running'] === 'yes' ? ['updating now'] : []),
  ];
}

function reasonOf(repo: RepoStatus): string {
  const reason = repo['paused_reason'] ?? '';
  return reason === '' ? '' : ` (${reason})`;
}

function checked({ checked: at = '0' }: RepoStatus, now: number): string {
  if (!/^[1-9]\d*$/.test(at)) return 'never checked';
  return `checked ${shortTime(Math.max(0, now - Number(at)) * 1000)} ago`;
}

function next(repo: RepoStatus): string {
  const at = repo['next'] ?? '';
  return at === '' ? '' : `next ${at}`;
}
