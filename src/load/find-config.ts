import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The file that a project's defaults stand in. */
export const configName = 'fleetwright.yaml';

/**
 * The nearest fleetwright.yaml, here or in a parent up to the root of the git repository; outside of one, here only. So
 * a stray file in /tmp or in somebody's home is never taken for the project's.
 */
export function findConfig(
  directory: string,
  exists: (path: string) => boolean = existsSync,
): string | undefined {
  const ways: string[] = [];
  for (let at = directory; ; at = dirname(at)) {
    ways.push(at);
    if (exists(join(at, '.git'))) break;
    if (dirname(at) === at) {
      ways.length = 1;
      break;
    }
  }
  return ways.map((way) => join(way, configName)).find(exists);
}
