import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDeb822, parseOneLine, sourceFor } from './apt-sources.ts';
import type { AptSource } from './apt-sources.ts';

/** Where the base tree is made from, and which release it is. */
export interface Mirror {
  readonly suite: string;
  readonly uri: string;
  readonly keyring?: string;
}

/** What a machine that is no Debian, or names no mirror for its release, builds. */
const fallback: Mirror = { suite: 'bookworm', uri: 'http://deb.debian.org/debian' };

/** The mirror this machine installs its own release from; on anything but Debian, Debian's own. */
export async function machineMirror(): Promise<Mirror> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const field = (name: string): string | undefined =>
    new RegExp(`^${name}="?([^"\\n]*)"?$`, 'm').exec(release)?.[1];
  const suite = field('VERSION_CODENAME');
  if (field('ID') !== 'debian' || suite === undefined) return fallback;
  const source = sourceFor(suite, await machineSources());
  if (!source) return { ...fallback, suite };
  return { suite, uri: source.uri, ...(source.keyring ? { keyring: source.keyring } : {}) };
}

async function machineSources(): Promise<AptSource[]> {
  const directory = '/etc/apt/sources.list.d';
  const names = (await readdir(directory).catch(() => [])).sort();
  const paths = ['/etc/apt/sources.list', ...names.map((name) => join(directory, name))];
  const sources: AptSource[] = [];
  for (const path of paths) {
    if (!/\.(list|sources)$/.test(path)) continue;
    const text = await readFile(path, 'utf8').catch(() => '');
    sources.push(...(path.endsWith('.sources') ? parseDeb822(text) : parseOneLine(text)));
  }
  return sources;
}
