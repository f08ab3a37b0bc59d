import type { RemoteSeen } from './actual.ts';
import type { Track } from './desired.ts';

/** What the remote has of what is followed. */
export interface Target {
  readonly commit: string;
  readonly tag?: string;
}

/** The commit that an update would bring; undefined where the remote has none that fits. As the updater chooses it. */
export function targetOf({ by, ref }: Track, remote: RemoteSeen): Target | undefined {
  switch (by) {
    case 'commit':
      return { commit: ref };
    case 'branch':
      return of(remote.refs.get(`refs/heads/${ref}`));
    case 'tag':
      return tagged(remote, depth(ref), () => true);
    case 'version':
      return newest(remote, ref);
  }
}

function of(commit: string | undefined): Target | undefined {
  return commit === undefined ? undefined : { commit };
}

/** The host sorts by version, the newest first. In a glob a star stands for no slash. */
function tagged({ refs }: RemoteSeen, slashes: number, fits: (tag: string) => boolean): Target | undefined {
  for (const [name, object] of refs) {
    const tag = name.slice('refs/tags/'.length);
    if (!name.startsWith('refs/tags/') || tag.endsWith('^{}')) continue;
    if (depth(tag) === slashes && fits(tag)) return { commit: refs.get(`${name}^{}`) ?? object, tag };
  }
  return undefined;
}

function depth(text: string): number {
  return text.split('/').length;
}

function newest(remote: RemoteSeen, range: string): Target | undefined {
  let best: readonly number[] | undefined;
  let found: string | undefined;
  for (const name of remote.refs.keys()) {
    const match = /^refs\/tags\/(v?(\d+(?:\.\d+)*))$/.exec(name);
    const version = match?.[2]?.split('.').map(Number);
    if (version === undefined || !isWithin(version, range)) continue;
    if (best !== undefined && order(version, best) <= 0) continue;
    [best, found] = [version, match?.[1]];
  }
  return found === undefined ? undefined : tagged(remote, 1, (tag) => tag === found);
}

/** `>=1.2 <2`: comparisons that must all hold; parts that are missing are 0. */
export function isWithin(version: readonly number[], range: string): boolean {
  return range.split(' ').every((word) => {
    const [, sign = '', bound = ''] = /^([<>=]*)(.*)$/.exec(word) ?? [];
    const compared = order(version, bound.split('.').map(Number));
    if (sign === '>=') return compared >= 0;
    if (sign === '<=') return compared <= 0;
    if (sign === '>') return compared > 0;
    return sign === '<' ? compared < 0 : compared === 0;
  });
}

function order(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const by = (a[index] ?? 0) - (b[index] ?? 0);
    if (by !== 0) return by;
  }
  return 0;
}
