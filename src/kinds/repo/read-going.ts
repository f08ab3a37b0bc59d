import type { Facts } from './read-facts.ts';
import type { GoingSeen } from './actual.ts';

/** What `look_checkout` printed → a checkout that is to go; undefined where no policy says that there is one. */
export function readGoing({ one, all }: Facts): GoingSeen | undefined {
  const [path, sum] = [one('path'), one('sum')];
  if (path === undefined || sum === undefined || !/^[0-9a-f]{64}$/.test(sum)) return undefined;
  const kib = one('kib');
  return {
    path,
    sum,
    owner: one('owner') ?? 'root',
    layout: one('layout') === 'releases' ? 'releases' : 'checkout',
    urls: all('url'),
    at: one('at') ?? 'nothing',
    holder: one('holder'),
    remote: one('remote'),
    head: one('head'),
    way: all('way').map((line) => {
      const [type = '', mode = '', user = '', group = '', ...rest] = line.split('|');
      return { type, mode, user, group, path: rest.join('|') };
    }),
    isMount: one('mount') === 'yes',
    keeps: one('keeps') === 'yes',
    bytes: kib !== undefined && /^\d{1,12}$/.test(kib) ? 1024 * Number(kib) : undefined,
    strangers: all('stranger'),
    releases: all('release').length,
    unpushed: all('unpushed'),
    stashes: all('stash'),
    changed: all('changed'),
    ignored: all('ignored'),
    running: all('running'),
  };
}
