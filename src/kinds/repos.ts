import type { KindResources } from './kind.ts';
import { repo } from './repo/index.ts';

/** A repository of which only the name is known is no longer to be kept up to date: what `updates remove` declares. */
export function goneRepo(name: string): KindResources {
  return { kind: repo, desired: [{ ...repo.named(name), absent: true }] };
}
