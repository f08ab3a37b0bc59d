import type { ProposedStep } from '../../model/step.ts';
import type { Part } from '../part.ts';
import { defaultHealth } from '../units.ts';
import type { RepoSeen } from './actual.ts';
import type { DesiredRepo } from './desired.ts';
import { targetOf, type Target } from './target.ts';

/** The commit that is there against the one that the remote has of what is followed. */
export function compareCommit(repo: DesiredRepo, seen: RepoSeen): Part {
  const { remote, head, accepted } = seen;
  const isNew = head === undefined;
  if (remote === undefined || (!remote.answered && repo.track.by !== 'commit')) return unasked(repo, seen);
  const target = targetOf(repo.track, remote);
  if (target === undefined) {
    const reason = `${repo.name}: its remote has no ${repo.track.by} ${repo.track.ref}`;
    return isNew ? { blocked: [reason] } : { warnings: [reason] };
  }
  const rests = ['accepted', 'paused'];
  if (head === target.commit && accepted === head) return { rests };
  const held = isNew ? undefined : heldBack(repo, seen, target);
  if (held !== undefined) return { rests, warnings: [held] };
  const refuses = repo.localChanges === 'refuse' && seen.changed > 0;
  if (refuses)
    return {
      blocked: [
        `${repo.name}: ${files(seen.changed)} changed in ${repo.path}, and \`local_changes\` is refuse`,
      ],
    };
  return {
    rests,
    differences: [{ field: 'commit', from: head?.slice(0, 7) ?? null, to: commitWords(seen, target) }],
    steps: updating(repo, seen, target),
  };
}

/** Private servers need what this very run installs: then the updater is asked without knowing what it will find. */
function unasked(repo: DesiredRepo, seen: RepoSeen): Part {
  const asked = seen.remote?.silent ?? [];
  if (seen.head !== undefined && seen.accepted === seen.head)
    return { warnings: [`${repo.name}: could not check: ${asked.at(-1) ?? 'no address could be asked'}`] };
  if (asked.length > 0)
    return { blocked: [`${repo.name}: its remote does not answer: ${asked.at(-1) ?? ''}`] };
  return {
    rests: ['accepted'],
    differences: [{ field: 'commit', from: seen.head?.slice(0, 7) ?? null, to: words(repo.track) }],
    steps: updating(repo, seen, undefined),
  };
}

function words({ by, ref }: DesiredRepo['track']): string {
  return `${by} ${ref}`;
}

function heldBack(
  { name, rewind }: DesiredRepo,
  { paused, quarantined, log }: RepoSeen,
  target: Target,
): string | undefined {
  if (paused) return `${name} is paused: \`updates resume ${name}\` lets it go on`;
  if (log?.target === target.commit && log.rewound && !rewind)
    return `${name}: its remote was rewritten: ${target.commit.slice(0, 7)} does not descend from what was accepted here; \`verify: { rewind: true }\` lets it come, or \`updates run ${name} --to\``;
  if (!quarantined.has(target.commit)) return undefined;
  return `${name}: ${target.commit.slice(0, 7)} failed before and is not tried again; \`updates run ${name} --to\` does, or a newer commit`;
}

function commitWords({ log }: RepoSeen, { commit, tag }: Target): string {
  const count = log?.target === commit && log.count > 0 ? log.count : undefined;
  const more = [
    ...(count === undefined ? [] : [count === 1 ? '1 commit' : `${count} commits`]),
    ...(tag === undefined ? [] : [`tag ${tag}`]),
  ];
  const subjects = count === undefined ? [] : (log?.subjects ?? []);
  const words = `${commit.slice(0, 7)}${more.length === 0 ? '' : ` (${more.join(', ')})`}`;
  return subjects.length === 0 ? words : `${words}: ${subjects.join('; ')}`;
}

/** For whoever reads the plan: what the update does besides. */
function consequences(
  repo: DesiredRepo,
  { changed, head, running }: RepoSeen,
  restarts: readonly string[],
): string {
  const restarted = restarts.filter((unit) => running.has(unit));
  const drops = repo.localChanges === 'discard' ? 'drops' : 'stashes';
  return [
    head === undefined ? 'it is not there' : 'its remote has another commit',
    ...(changed > 0 ? [`${drops} ${files(changed)} changed here`] : []),
    ...(repo.builds.length > 0 ? [`builds ${repo.builds.join(', ')}`] : []),
    ...(restarted.length > 0 ? [`restarts ${restarted.join(', ')}`] : []),
  ].join('; ');
}

function files(count: number): string {
  return count === 1 ? '1 file' : `${count} files`;
}

/**
 * The updater restarts and watches the services itself, so that it can go back. Where one of them is yet to be installed by
 * this plan, it cannot: then those that run are restarted by steps of their own, after the units.
 */
function updating(repo: DesiredRepo, seen: RepoSeen, target: Target | undefined): readonly ProposedStep[] {
  const { head, loaded, running } = seen;
  const byUpdater = head !== undefined && repo.restarts.every((unit) => loaded.has(unit));
  const restarts = byUpdater ? repo.restarts : [];
  const update: ProposedStep = {
    ...{ do: 'update-repo', phase: 'content', scope: 'system', repo: repo.name, path: repo.path },
    ...{ from: head ?? null, to: target?.commit ?? null, restarts, timeout: repo.timeout },
    ...(byUpdater ? {} : { later: true }),
    because: consequences(repo, seen, restarts),
  };
  const own = byUpdater ? [] : repo.restarts.filter((unit) => running.has(unit));
  return [update, ...own.flatMap(restart)];
}

function restart(unit: string): readonly ProposedStep[] {
  const base = { scope: 'system', unit } as const;
  return [
    { do: 'restart', phase: 'start', ...base, because: 'the repository it runs on changes' },
    { do: 'health', phase: 'health', ...base, health: defaultHealth, because: 'after its restart' },
  ];
}
