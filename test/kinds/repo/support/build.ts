import type { RepoSeen } from '../../../../src/kinds/repo/actual.ts';
import type { DesiredRepo } from '../../../../src/kinds/repo/desired.ts';
import { resolve } from '../../../../src/kinds/repo/resolve.ts';
import type { RepoSpec } from '../../../../src/kinds/repo/spec.gen.ts';
import type { Sources } from '../../../../src/kinds/kind.ts';
import type { FileSeen } from '../../../../src/kinds/units.ts';
import { noTrees } from '../../support/no-trees.ts';

export const first = 'a'.repeat(40);
export const second = 'b'.repeat(40);

export const spec: RepoSpec = { path: '/opt/app', url: 'https://git.example.org/app.git', owner: 'deploy' };

export const sources: Sources = {
  ...noTrees,
  vars: { host: { name: 'web-1' } },
  text: (path) =>
    path === 'missing' ? { severity: 'error', message: `no file ${path}` } : `text of ${path}\n`,
  place: (file, line) => ({ file, line, column: 1 }),
};

export function desired(more: Partial<RepoSpec> = {}): DesiredRepo {
  const { desired: all, diagnostics } = resolve({ ...spec, ...more }, sources);
  const [one] = all;
  if (one === undefined) throw new Error(JSON.stringify(diagnostics));
  return one;
}

/** A file as the host has it when it is as declared. */
function seenFile(path: string, content: string, mode: string): FileSeen {
  return {
    path,
    type: 'file',
    mode: mode.slice(1),
    owner: 'root:root',
    modified: 1,
    bytes: Buffer.from(content),
  };
}

/** A host on which all is as declared, at the first commit. */
export function settled(repo: DesiredRepo, more: Partial<RepoSeen> = {}): RepoSeen {
  return {
    ...empty,
    ...{
      policyPath: repo.path,
      accepted: first,
      at: 'repository',
      holder: repo.owner,
      head: first,
      branch: 'main',
    },
    files: new Map(repo.files.map(({ path, content, mode }) => [path, seenFile(path, content, mode)])),
    timer: { active: true, wanted: true },
    loaded: new Set(repo.restarts),
    running: new Set(repo.restarts),
    remote: remote({ 'refs/heads/main': first }),
    ...more,
  };
}

/** A host that has nothing of it. */
export const empty: RepoSeen = {
  ...{ policyPath: undefined, accepted: undefined, paused: false, quarantined: new Set<string>() },
  ...{ git: [2, 39], lacks: [], lacksZones: [], startTimes: new Map<string, number>(), hasOwner: true },
  ...{ at: 'nothing', holder: undefined, loose: undefined, origin: undefined, inside: undefined },
  ...{
    head: undefined,
    branch: undefined,
    changed: 0,
    stashes: 0,
    ahead: 0,
    next: [],
    instants: [],
    misunderstood: [],
  },
  ...{ files: new Map(), timer: { active: false, wanted: false }, loaded: new Set(), running: new Set() },
  ...{ remote: remote({ 'refs/heads/main': first }), log: undefined, going: undefined },
};

export function remote(refs: Readonly<Record<string, string>>): NonNullable<RepoSeen['remote']> {
  return { answered: true, silent: [], refs: new Map(Object.entries(refs)) };
}
