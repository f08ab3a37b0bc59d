import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

/**
 * Which folder may import from which, besides itself. Arrows go one way: a stage knows the values that it is handed and
 * the kinds' pure functions, not the stages around it; only `cli` sees all.
 */
const arrows: Readonly<Record<string, readonly string[]>> = {
  'main.ts': ['cli', 'package-file.ts'],
  'package-file.ts': [],
  model: [],
  kinds: ['model'],
  plan: ['model', 'kinds'],
  load: ['model', 'kinds', 'package-file.ts'],
  desire: ['model', 'kinds', 'load'],
  hosts: ['model', 'package-file.ts'],
  observe: ['model', 'kinds', 'hosts'],
  // A saved plan is held against the hosts before it is carried out: by a look, whose kinds it is handed.
  apply: ['model', 'kinds', 'plan', 'observe', 'hosts'],
  doctor: ['model', 'hosts'],
  snapshot: ['model', 'kinds', 'load'],
  report: ['model'],
  sandbox: [],
  cli: ['*'],
};

/** The part of Node that folders may use which must give the same for the same input. */
const pure: Readonly<Record<string, readonly string[]>> = {
  model: [],
  kinds: ['crypto', 'path'],
  plan: ['crypto', 'path'],
};

/** Third-party packages, and the one place (folders or files) that knows each. */
const homes: Readonly<Record<string, readonly string[]>> = {
  ajv: ['load'],
  commander: ['cli'],
  diff: ['kinds/text-diff.ts'],
  // Programs of this machine: one runner for hosts, one for sandboxes, and three that each run a single one.
  execa: ['hosts/process', 'sandbox', 'load/run-inventory.ts', 'report/records/source.ts', 'cli/sandbox.ts'],
  ignore: ['kinds/tree/patterns.ts'],
  liquidjs: ['desire'],
  listr2: ['report/tty.ts'],
  'ssh-config': ['hosts/ssh-config'],
  ssh2: ['hosts/ssh'],
  yaml: ['load'],
};

/** Who knows one kind by name: what is kept of its resources, and the verbs that are about them. */
const knowers: Readonly<Record<string, readonly string[]>> = {
  unit: ['snapshot', 'cli/units', 'cli/platform'],
  tree: ['snapshot/trees', 'cli/platform'],
};

/** The list of kinds is put together in one place; whoever else needs kinds is handed them. */
const registryReaders: readonly string[] = ['cli'];

interface Import {
  readonly from: string;
  /** A file under src, or a package's name. */
  readonly to: string;
  readonly inside: boolean;
  /** Needed when the file is loaded: neither a type nor a file that is loaded on use. */
  readonly atOnce: boolean;
}

const src = fileURLToPath(new URL('../src/', import.meta.url));
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .sort();
const texts = new Map(files.map((file) => [file, readFileSync(join(src, file), 'utf8')]));
const imports = files.flatMap((file) => importsOf(file, texts.get(file)!));

function importsOf(file: string, text: string): readonly Import[] {
  const statement = /^(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm;
  const found = [...text.matchAll(statement)].map(([, type, to = '']) => ({
    to,
    atOnce: type === undefined,
  }));
  const lazy = [...text.matchAll(/\bimport\('([^']+)'\)/g)].map(([, to = '']) => ({ to, atOnce: false }));
  return [...found, ...lazy].map(({ to, atOnce }) => {
    const inside = to.startsWith('.');
    return { from: file, to: inside ? normalize(join(dirname(file), to)) : to, inside, atOnce };
  });
}

/** `kinds/unit/name.ts` → `kinds`. */
function stage(file: string): string {
  return file.split('/')[0]!;
}

function isWithin(file: string, places: readonly string[]): boolean {
  return places.some((place) => file === place || file.startsWith(`${place}/`));
}

function shown(list: readonly Import[]): readonly string[] {
  return list.map(({ from, to }) => `${from} imports ${to}`);
}

describe('imports', () => {
  test('every folder of src has its line in the table of arrows', () => {
    expect([...new Set(files.map(stage))].sort()).toEqual(Object.keys(arrows).sort());
  });

  test('go the way of the arrows', () => {
    const wrong = imports.filter(({ from, to, inside }) => {
      const may = arrows[stage(from)] ?? [];
      return inside && stage(from) !== stage(to) && !may.includes('*') && !may.includes(stage(to));
    });
    expect(shown(wrong)).toEqual([]);
  });

  test('of one kind do not reach into another', () => {
    const kindOf = (file: string): string | undefined => /^kinds\/([^/]+)\//.exec(file)?.[1];
    const wrong = imports.filter(({ from, to, inside }) => {
      const [own, other] = [kindOf(from), inside ? kindOf(to) : undefined];
      return own !== undefined && other !== undefined && own !== other;
    });
    expect(shown(wrong)).toEqual([]);
  });

  test('of a kind from outside go through the registry', () => {
    const wrong = imports.filter(({ from, to, inside }) => {
      const kind = inside ? /^kinds\/([^/]+)\//.exec(to)?.[1] : undefined;
      return kind !== undefined && !from.startsWith('kinds/') && !isWithin(from, knowers[kind] ?? []);
    });
    expect(shown(wrong)).toEqual([]);
  });

  test('of the registry are made by those who put a command together', () => {
    const wrong = imports.filter(
      ({ from, to }) => to === 'kinds/registry.ts' && !isWithin(from, registryReaders),
    );
    expect(shown(wrong)).toEqual([]);
  });

  test('make no circle of files that need each other to be loaded', () => {
    const needed = imports.filter(({ inside, atOnce }) => inside && atOnce);
    const next = (file: string): readonly string[] =>
      needed.filter(({ from }) => from === file).map(({ to }) => to);
    expect(circles(next)).toEqual([]);
  });

  test('of Node leave what plans computable from their inputs alone', () => {
    const wrong = imports.filter(({ from, to }) => {
      const allowed = pure[stage(from)];
      return allowed !== undefined && to.startsWith('node:') && !allowed.includes(to.slice(5));
    });
    expect(shown(wrong)).toEqual([]);
  });

  test('of third-party packages stay at the home of each', () => {
    const wrong = imports.filter(
      ({ from, to, inside }) =>
        !inside && !to.startsWith('node:') && !isWithin(from, homes[packageOf(to)] ?? []),
    );
    expect(shown(wrong)).toEqual([]);
  });

  test('and homes name the packages that are imported, each with its line in docs/dependencies.md', () => {
    const packages = imports.filter(({ to, inside }) => !inside && !to.startsWith('node:'));
    const used = [...new Set(packages.map(({ to }) => packageOf(to)))].sort();
    const page = readFileSync(fileURLToPath(new URL('../docs/dependencies.md', import.meta.url)), 'utf8');
    expect(Object.keys(homes).sort()).toEqual(used);
    expect([...page.matchAll(/^\| ([a-z@][\w-]*) \|/gm)].map(([, name]) => name)).toEqual([
      'package',
      ...used,
    ]);
  });
});

describe('files', () => {
  test('read the command line, the clock of the run and chance only in main.ts', () => {
    const ambient = /\bprocess\.(?:argv|exit|exitCode|on)\b|\bMath\.random\(/;
    const wrong = files.filter(
      (file) => file !== 'main.ts' && ambient.test(withoutComments(texts.get(file)!)),
    );
    expect(wrong).toEqual([]);
  });

  test('of kinds and plan look at no clock', () => {
    const wrong = files.filter(
      (file) =>
        ['kinds', 'plan', 'model'].includes(stage(file)) &&
        /\bDate\.now\(|\bnew Date\(\)/.test(withoutComments(texts.get(file)!)),
    );
    expect(wrong).toEqual([]);
  });

  test('have at most 250 lines', () => {
    const long = files.filter(
      (file) => !file.endsWith('.gen.ts') && texts.get(file)!.split('\n').length > 251,
    );
    expect(long).toEqual([]);
  });
});

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
}

/** Each circle once, as `a → b → a`. */
function circles(next: (file: string) => readonly string[]): readonly string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const walk = (file: string, path: readonly string[]): void => {
    const at = path.indexOf(file);
    if (at !== -1) found.push([...path.slice(at), file].join(' → '));
    if (at !== -1 || done.has(file)) return;
    for (const to of next(file)) walk(to, [...path, file]);
    done.add(file);
  };
  for (const file of files) walk(file, []);
  return found;
}
