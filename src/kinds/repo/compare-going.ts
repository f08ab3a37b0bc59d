import { blocked, type Part } from '../part.ts';
import { refusedTarget, sizeText } from '../trees.ts';
import type { GoingSeen, WaySeen } from './actual.ts';
import { refusedPath } from './path.ts';

/** A checkout that is to go with its updater: what is lost with it is said, and what is none of ours stays. */
export function compareGoing(name: string, going: GoingSeen | undefined): Part {
  if (going === undefined || going.at === 'nothing') return {};
  const why = refused(going);
  if (why !== undefined) return blocked(`${name}: ${why}`);
  const { path, owner, layout, sum, keeps } = going;
  const because = keeps
    ? 'it is purged; the host keeps it with this run, for `rollback`, until twenty more runs have come'
    : 'it is purged, for good: it is not on the file system of /var/lib/fleetwright, where it could be kept';
  return {
    differences: [{ field: path, from: contents(going), to: null }],
    warnings: lost(going).map((words) => `${name}: ${words}`),
    steps: [
      {
        ...{ do: 'remove-checkout', phase: 'files', scope: 'system', repo: name, path, owner, layout },
        ...{ was: sum, keeps, because },
      },
    ],
  };
}

function contents({ layout, releases, head, bytes }: GoingSeen): string {
  const what =
    layout === 'releases' ? `${releases} ${releases === 1 ? 'release' : 'releases'}` : 'a checkout';
  const size = bytes === undefined ? '' : `, ${sizeText(bytes)}`;
  return `${what}${head === undefined ? '' : ` at ${head.slice(0, 7)}`}${size}`;
}

function refused(going: GoingSeen): string | undefined {
  const { path, at, holder, owner, remote, urls, isMount, strangers } = going;
  const place = refusedPath(path) ?? refusedTarget(path);
  if (place !== undefined) return `${path} ${place}`;
  const loose = going.way.map((one) => looseness(one, owner)).find((why) => why !== undefined);
  if (loose !== undefined) return `${path} is not removed: ${loose}`;
  if (isMount) return `${path} is a mount point: unmount it first`;
  if (at === 'link') return `${path} is a symbolic link, and no checkout of ours`;
  if (at !== 'repository' && at !== 'releases') return `${path} is no checkout of ours, and is not removed`;
  if (holder !== owner) return `${path} belongs to ${holder ?? 'nobody'}, and its policy says ${owner}`;
  if (strangers.length > 0)
    return `${path}.releases has what is no release of ours: ${some(strangers)}; move it away first`;
  if (at === 'repository' && (remote === undefined || !urls.includes(remote)))
    return `${path} has the remote ${remote ?? '(none)'}, and its policy ${some(urls)}: it is not removed`;
  return undefined;
}

/** Who may write above the checkout could have another directory removed in its place. */
function looseness({ path, type, mode, user, group }: WaySeen, owner: string): string | undefined {
  if (type !== 'directory') return `${path} is a ${type}`;
  if (user !== 'root' && user !== owner) return `${path} belongs to ${user}`;
  const bits = Number.parseInt(mode, 8);
  if ((bits & 0o002) !== 0 && (bits & 0o1000) === 0) return `everybody may write to ${path}`;
  if ((bits & 0o020) !== 0 && group !== 'root' && group !== owner)
    return `the group ${group} may write to ${path}`;
  return undefined;
}

function lost(going: GoingSeen): readonly string[] {
  const { layout, changed, unpushed, stashes, ignored, running } = going;
  const own = layout === 'releases' ? 'that its commit does not have' : 'that git ignores';
  return [
    ...tell(unpushed, 'commit was never pushed', 'commits were never pushed'),
    ...tell(changed, 'file is changed or new', 'files are changed or new'),
    ...tell(stashes, 'stash goes with it', 'stashes go with it'),
    ...tell(ignored, `file or directory ${own} goes with it`, `files and directories ${own} go with it`),
    ...(running.length === 0 ? [] : [`${some(running)} still runs on it`]),
  ];
}

function tell(items: readonly string[], one: string, many: string): readonly string[] {
  return items.length === 0 ? [] : [`${items.length} ${items.length === 1 ? one : many}: ${some(items)}`];
}

function some(items: readonly string[]): string {
  const shown = 5;
  return `${items.slice(0, shown).join(', ')}${items.length > shown ? ', …' : ''}`;
}
