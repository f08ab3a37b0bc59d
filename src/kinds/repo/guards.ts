import type { RepoSeen } from './actual.ts';
import type { DesiredRepo } from './desired.ts';
import { isOpenAt, zoneOf } from './window.ts';

/** Why the host cannot have the repository at all, whatever its remote says. */
export function unfit(repo: DesiredRepo, seen: RepoSeen): readonly string[] {
  return [...toolsOf(repo, seen), ...placeOf(repo, seen)].map((why) => `${repo.name}: ${why}`);
}

function toolsOf(repo: DesiredRepo, seen: RepoSeen): readonly string[] {
  const { git, lacksZones, hasOwner, misunderstood } = seen;
  const old = git !== undefined && repo.signedBySsh && (git[0] < 2 || (git[0] === 2 && git[1] < 34));
  return [
    ...(git === undefined ? ['this host has no git'] : []),
    ...(old ? [`git ${git.join('.')} cannot check ssh signatures: 2.34 can, or sign with \`gpg_keys\``] : []),
    ...lacking(seen)
      .filter((tool) => !tellers.has(tool))
      .map((tool) => `this host lacks \`${tool}\``),
    ...lacksZones.map((zone) => `this host knows no time zone \`${zone}\` (\`windows\`): it may lack tzdata`),
    ...(hasOwner ? [] : [`this host has no user \`${repo.owner}\``]),
    ...misunderstood.map((line) => `this host's systemd does not understand \`${line}\` (\`schedule\`)`),
  ];
}

/** Without them an update is as it should be, and only nobody hears of it. */
const tellers: ReadonlySet<string> = new Set(['curl', 'sendmail']);

function lacking({ lacks }: RepoSeen): readonly string[] {
  return lacks.map((tools) => tools.replaceAll(',', '` or `'));
}

const minute = 60_000;
const week = 7 * 24 * 60 * minute;

/** A schedule that never meets a window looks well and does nothing: `every 6h` may pass by three hours on Sundays for ever. */
export function missed(
  { name, windows, spread, schedule }: DesiredRepo,
  { instants }: RepoSeen,
): readonly string[] {
  const [first, last] = [Math.min(...instants), Math.max(...instants)];
  // A window that goes by the host's own clock is not known here; and of less than a week nothing can be said.
  if (schedule === undefined || windows.length === 0 || last - first < week + 24 * 60 * minute) return [];
  if (windows.some((window) => zoneOf(window) === undefined)) return [];
  const moments = Array.from(
    { length: Math.floor(spread / (5 * minute)) + 1 },
    (_, index) => index * 5 * minute,
  );
  const meets = instants.some((at) =>
    windows.some((window) => moments.some((more) => isOpenAt(window, at + more))),
  );
  if (meets) return [];
  const until = new Date(last).toISOString().slice(0, 10);
  return [
    `${name}: until ${until} the schedule \`${schedule.text}\` meets none of the windows: nothing comes by it`,
  ];
}

/** What the host lacks for telling people. */
export function unheard({ name }: DesiredRepo, seen: RepoSeen): readonly string[] {
  return lacking(seen)
    .filter((tool) => tellers.has(tool))
    .map(
      (tool) => `${name}: this host lacks \`${tool}\`, which \`notify\` needs: nobody will be told that way`,
    );
}

function placeOf({ path, owner, layout, urls }: DesiredRepo, seen: RepoSeen): readonly string[] {
  const { at, holder, loose, inside, origin, accepted, ahead, branch } = seen;
  if (inside !== undefined) return [`${path} lies inside of the repository ${inside}`];
  if (at === 'file') return [`${path} is a file`];
  if (at === 'directory') return [`${path} is there, is not empty and is no git repository`];
  if (at === 'link' && layout === 'checkout')
    return [
      `${path} is a symbolic link; \`layout: releases\` has one, or name the directory that it leads to`,
    ];
  if ((at === 'repository' || at === 'empty') && layout === 'releases')
    return [`${path} is a directory, and with \`layout: releases\` it is a link: move the directory away`];
  if (holder !== undefined && holder !== owner && at !== 'empty')
    return [`${path} belongs to ${holder}, and \`owner\` is ${owner}`];
  if (loose !== undefined)
    return [
      `others than root may write to ${loose}, and root's git would run what they like: name another \`owner\``,
    ];
  if (
    at === 'repository' &&
    accepted === undefined &&
    origin !== undefined &&
    !urls.some((url) => isSame(url, origin))
  )
    return [
      `${path} is a checkout of ${origin}, and \`url\` is another: \`git remote set-url origin ${urls[0] ?? ''}\` there, if that is meant`,
    ];
  if (at === 'repository' && ahead > 0)
    return [
      `${path} has ${ahead === 1 ? 'a commit' : `${ahead} commits`} of its own${branch === undefined ? '' : ` on ${branch}`} that its remote does not have: push or drop them first`,
    ];
  return [];
}

/** Whether two addresses are of one repository, whichever way each goes there: by https, ssh or `git@host:path`. */
function isSame(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

function plain(url: string): string {
  return url
    .replace(/^[a-z+]+:\/\//, '')
    .replace(/^[^@/]*@/, '')
    .replace(/^([^/:]+):(?:\d+(?=\/))?\/*/, '$1/')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .toLowerCase();
}
