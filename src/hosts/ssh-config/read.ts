import { readdir, readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { matchesPatterns } from '../known-hosts/match.ts';
import type { ConfigNode } from './node.ts';
import { parseConfig } from './parse.ts';
import type { ParsedNode } from './parse.ts';

/** A configuration file that cannot be used. */
export interface ConfigTrouble {
  readonly type: 'trouble';
  readonly message: string;
}

/** As deep as ssh follows includes (readconf.h, READCONF_MAX_DEPTH). */
const maxDepth = 16;

/**
 * Reads an ssh_config file and what it includes. A file that is not there is empty, as with ssh; one that cannot be
 * parsed is trouble, for half a configuration might send us to the wrong host.
 */
export async function readConfig(
  file: string,
  home: string,
  depth = 0,
): Promise<readonly ConfigNode[] | ConfigTrouble> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return code === 'ENOENT' || code === 'ENOTDIR'
      ? []
      : trouble(`${file} cannot be read: ${code ?? 'unknown'}`);
  }
  if (depth > maxDepth) return trouble(`${file} is included too deeply`);
  try {
    return await include(parseConfig(text, file), { file, home, depth });
  } catch (error) {
    return trouble(`${file} is not understood: ${error instanceof Error ? error.message : String(error)}`);
  }
}

interface Place {
  readonly file: string;
  readonly home: string;
  readonly depth: number;
}

async function include(
  nodes: readonly ParsedNode[],
  place: Place,
): Promise<readonly ConfigNode[] | ConfigTrouble> {
  const done: ConfigNode[] = [];
  for (const node of nodes) {
    if (node.type === 'setting') {
      done.push(node);
    } else if (node.type === 'section') {
      const inside = await include(node.nodes, place);
      if ('type' in inside) return inside;
      done.push({ ...node, nodes: inside });
    } else {
      for (const file of await filesOf(node.patterns, place)) {
        const inside = await readConfig(file, place.home, place.depth + 1);
        if ('type' in inside) return inside;
        done.push({ type: 'included', nodes: inside });
      }
    }
  }
  return done;
}

/** The files of an `Include` line: relative to ~/.ssh or, in a system file, to its own directory; in the order of names. */
async function filesOf(patterns: readonly string[], place: Place): Promise<readonly string[]> {
  const base = place.file.startsWith(`${place.home}/`) ? join(place.home, '.ssh') : dirname(place.file);
  const files = await Promise.all(
    patterns.map((pattern) => {
      const path = pattern.replace(/^~(?=\/)/, place.home);
      return expandGlob(isAbsolute(path) ? path : join(base, path));
    }),
  );
  return files.flat();
}

async function expandGlob(path: string): Promise<readonly string[]> {
  let found = ['/'];
  for (const part of path.split('/').filter((part) => part !== '')) {
    if (!/[*?]/.test(part)) {
      found = found.map((directory) => join(directory, part));
      continue;
    }
    const lists = await Promise.all(found.map((directory) => namesIn(directory, part)));
    found = lists.flat();
  }
  return found;
}

async function namesIn(directory: string, pattern: string): Promise<readonly string[]> {
  try {
    const names = (await readdir(directory)).filter(
      (name) => !name.startsWith('.') || pattern.startsWith('.'),
    );
    return names
      .filter((name) => matchesPatterns([pattern], name))
      .sort()
      .map((name) => join(directory, name));
  } catch {
    return [];
  }
}

function trouble(message: string): ConfigTrouble {
  return { type: 'trouble', message };
}
