import { instantiate, parseUnitName, templateOf } from '../name.ts';
import type { Install } from './install.ts';

/** A symbolic link: where it lies, and what it points to as written. */
export interface Link {
  readonly path: string;
  readonly target: string;
}

/** Where links go and what they may be. */
export interface InstallPlace {
  /** The manager's persistent directory: `/etc/systemd/system`. Links elsewhere (/run, /usr/lib) do not count. */
  readonly directory: string;
  /** Where the unit's file lies; without it, in `directory`. */
  readonly fragment?: string;
  /** The host's systemd version; before 254 it knows no UpheldBy=. Without it, the newest is assumed. */
  readonly systemd?: number;
}

/** How the links on a host compare with what [Install] asks for. */
export interface Enablement {
  /** Every link asked for is there. Also true when none is asked for (only Also=), false for a unit without [Install]. */
  readonly enabled: boolean;
  readonly missing: readonly Link[];
  /** Links to this unit that [Install] does not ask for (any more): `systemctl reenable` or `disable` would remove them. */
  readonly stale: readonly Link[];
}

const upholdsSince = 254;

/**
 * The links that `systemctl enable NAME` makes for this unit itself, not for its Also=; install.c. Take
 * `install.unknown` and `install.problems` into account first: what they name has no link here.
 */
export function expectedLinks(name: string, install: Install, place: InstallPlace): readonly Link[] {
  const { directory } = place;
  const target = place.fragment ?? `${directory}/${templateOf(name) ?? name}`;
  const linked = linkName(name, install);
  const upheldBy = (place.systemd ?? upholdsSince) >= upholdsSince ? install.upheldBy : [];
  const paths = [
    ...install.aliases,
    ...install.wantedBy.map((by) => `${by}.wants/${linked}`),
    ...install.requiredBy.map((by) => `${by}.requires/${linked}`),
    ...upheldBy.map((by) => `${by}.upholds/${linked}`),
  ];
  return [...new Set(paths)].map((path) => ({ path: `${directory}/${path}`, target }));
}

/** The names that links of this unit have or lead to: what else is on a host, `enablementOf` need not see. */
export function linkNames(name: string, install: Install | null): readonly string[] {
  return install === null ? [name] : [name, linkName(name, install), ...install.aliases];
}

/** A template is enabled as its default instance, where it names one. */
function linkName(name: string, install: Install): string {
  const { defaultInstance } = install;
  const instance = defaultInstance === undefined ? name : instantiate(name, defaultInstance);
  return typeof instance === 'string' ? name : instance.name;
}

/**
 * Compares the links found on a host with those that [Install] (null: a static unit) asks for. A link is there when its
 * path is, and its target has the right file name: /lib, /usr/lib and /etc are one to systemd.
 */
export function enablementOf(
  name: string,
  links: readonly Link[],
  install: Install | null,
  place: InstallPlace,
): Enablement {
  const expected = install === null ? [] : expectedLinks(name, install, place);
  const wanted = new Set(expected.map(({ path }) => path));
  const present = new Map(links.map(({ path, target }) => [path, basename(target)]));
  const missing = expected.filter(({ path, target }) => present.get(path) !== basename(target));
  const own = install === null ? name : linkName(name, install);
  const stale = links.filter((link) => !wanted.has(link.path) && isOwn(link, [name, own], place.directory));
  return { enabled: install !== null && missing.length === 0, missing, stale };
}

/** Was it made by enabling one of these names: a link of that name in a dependency directory, or another name for it? */
function isOwn({ path, target }: Link, names: readonly string[], directory: string): boolean {
  if (!path.startsWith(`${directory}/`)) return false;
  const [first = '', second, ...deeper] = path.slice(directory.length + 1).split('/');
  if (deeper.length > 0) return false;
  if (second === undefined) return !names.includes(first) && isAlias(first, target, names);
  return (
    /\.(?:wants|requires|upholds)$/.test(first) &&
    (names.includes(second) || (names.includes(basename(target)) && !isInstance(second)))
  );
}

/** A plain second name for the unit. An instance's link to its template is not the template's alias. */
function isAlias(link: string, target: string, names: readonly string[]): boolean {
  return names.includes(basename(target)) && typeof parseUnitName(link) !== 'string' && !isInstance(link);
}

function isInstance(name: string): boolean {
  const template = templateOf(name);
  return template !== undefined && template !== name;
}

function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
