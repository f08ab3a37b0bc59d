import type { KindResources } from './kind.ts';
import { repo } from './repo/index.ts';
import { nameOf } from './repo/name.ts';
import type { RepoSpec } from './repo/spec.gen.ts';

/** A repository of which only the name is known is no longer to be kept up to date: what `updates remove` declares. */
export function goneRepo(name: string, purge: boolean): KindResources {
  return { kind: repo, desired: [{ ...repo.named(name), absent: true, ...(purge && { purge }) }] };
}

/** Whether an entry of `repos` declares the repository of that name; one whose name is a template may. */
export function declaresRepo(spec: unknown, name: string): boolean {
  const { absent, ...entry } = spec as RepoSpec;
  const own = nameOf(entry);
  return absent !== true && (own === name || own.includes('{{'));
}
