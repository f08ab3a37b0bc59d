import type { Probe } from '../../model/probe.ts';
import type { DesiredRepo } from './desired.ts';
import { places } from './name.ts';

/** One look for each repository: at the checkout, at what is installed for it, and at what its remote has. */
export function probe(desired: readonly DesiredRepo[]): readonly Probe[] {
  const looks = desired.map((repo) => ({
    libraries: ['root-alone', 'repo-needs', 'repo'],
    function: 'look_repo',
    args: [
      ...[repo.name, repo.path, repo.owner, repo.track.by, repo.track.ref],
      ...[repo.deployKey ?? '', places.knownHosts(repo.name)],
      repo.insecure ? 'https:ssh:http:git:file' : 'https:ssh',
      repo.restarts.join(' '),
      (repo.schedule?.calendar ?? []).join('\n'),
      repo.urls.join('\n'),
      repo.needs.join(' '),
    ],
  }));
  const going = desired.filter(({ purge }) => purge === true);
  const checkouts = going.map(({ name }) => ({
    libraries: ['repo-checkout'],
    function: 'look_checkout',
    args: [name],
  }));
  return [...looks, ...checkouts];
}
