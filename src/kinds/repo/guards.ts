import type { RepoSeen } from './actual.ts';
import type { DesiredRepo } from './desired.ts';

/** Why the host cannot have the repository at all, whatever its remote says. */
export function unfit(repo: DesiredRepo, seen: RepoSeen): readonly string[] {
  return [...toolsOf(repo, seen), ...placeOf(repo, seen)].map((why) => `${repo.name}: ${why}`);
}

function toolsOf(repo: DesiredRepo, { git, lacks, hasOwner, misunderstood }: RepoSeen): readonly string[] {
  const old = git !== undefined && repo.signedBySsh && (git[0] < 2 || (git[0] === 2 && git[1] < 34));
  return [
    ...(git === undefined ? ['this host has no git'] : []),
    ...(old ? [`git ${git.join('.')} cannot check ssh signatures: 2.34 can, or sign with \`gpg_keys\``] : []),
    ...lacks.map((tool) => `this host lacks \`${tool}\``),
    ...(hasOwner ? [] : [`this host has no user \`${repo.owner}\``]),
    ...misunderstood.map((line) => `this host's systemd does not understand \`${line}\` (\`schedule\`)`),
  ];
}

function placeOf({ path, owner, layout }: DesiredRepo, seen: RepoSeen): readonly string[] {
  const { at, holder, inside, ahead, branch } = seen;
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
  if (at === 'repository' && ahead > 0)
    return [
      `${path} has ${ahead === 1 ? 'a commit' : `${ahead} commits`} of its own${branch === undefined ? '' : ` on ${branch}`} that its remote does not have: push or drop them first`,
    ];
  return [];
}
