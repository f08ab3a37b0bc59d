import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { execa } from 'execa';

jest.setTimeout(180_000);
const root = fileURLToPath(new URL('../../', import.meta.url));

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

let scratch: string;
let packed: Packed;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'fleetwright-package-'));
  // Without scripts: what is packed is the build that the other tests use.
  const words = ['pack', '--ignore-scripts', '--json', '--pack-destination', scratch];
  const { stdout } = await execa('npm', words, { cwd: root });
  [packed] = JSON.parse(stdout) as [Packed];
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

test('the package holds what is needed to run, and nothing else', async () => {
  const paths = packed.files.map(({ path }) => path);
  const expected =
    /^(dist\/(.*\.js|licenses\.txt)|src\/hosts\/sh\/.*\.sh|schemas\/.*\.json|package\.json|README\.md|LICENSE|CHANGELOG\.md)$/;
  expect(paths.filter((path) => !expected.test(path))).toEqual([]);
  const shell = (await readdir(join(root, 'src/hosts/sh'), { recursive: true }))
    .filter((name) => name.endsWith('.sh'))
    .map((name) => `src/hosts/sh/${name}`);
  const needed = ['dist/main.js', 'schemas/kinds/unit.schema.json', 'README.md', 'LICENSE', ...shell];
  expect(paths).toEqual(expect.arrayContaining(needed));
});

test('it installs and runs in an empty directory', async () => {
  const cwd = join(scratch, 'empty');
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  const install = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--prefix', cwd];
  await execa('npm', [...install, join(scratch, packed.filename)]);
  const fleetwright = join(cwd, 'node_modules/.bin/fleetwright');
  expect((await execa(fleetwright, ['--version'], { cwd })).stdout).toBe(version);
  await execa(fleetwright, ['init', 'x'], { cwd });
  const { stdout } = await execa(fleetwright, ['validate'], { cwd: join(cwd, 'x') });
  expect(stdout).toMatch(/^valid: 1 play, 1 host, 1 resource/);
});

test('`npx fleetwright` works in the checkout', async () => {
  const { stdout } = await execa('npx', ['--no-install', 'fleetwright', '--help'], { cwd: root });
  expect(stdout).toContain('Usage: fleetwright');
});
