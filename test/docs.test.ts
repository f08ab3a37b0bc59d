import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { exitCodes } from '../src/cli/exit-code.ts';
import { runProgram } from '../src/cli/program.ts';
import { verbs } from '../src/cli/verbs.ts';
import { frame } from './cli/support/frame.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const pages = [
  '.',
  'docs',
  'docs/guide',
  'docs/decisions',
  'examples/chat-copilot',
  'examples/ipfs-accelerate',
].flatMap((dir) =>
  readdirSync(join(root, dir))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(dir, name)),
);
const read = (page: string): string => readFileSync(join(root, page), 'utf8');

describe.each(pages)('%s', (page) => {
  const text = read(page);

  test('links to files that are there', () => {
    const targets = [...text.matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map(([, target = '']) => target);
    expect(targets.filter((target) => !existsSync(join(root, dirname(page), target)))).toEqual([]);
  });

  test('names verbs that there are', () => {
    const used = [...text.matchAll(/(?:^|[`$ ])fleetwright ([a-z]+)/gm)].map(([, verb]) => verb);
    const known = verbs.map(({ name }) => name);
    expect(used.filter((verb) => verb !== undefined && !known.includes(verb))).toEqual([]);
  });
});

test('the table of exit codes is that of the program', () => {
  const table = [...read('README.md').matchAll(/^\| ([\d, ]+) \|/gm)].flatMap(([, codes = '']) =>
    codes.split(', '),
  );
  expect(table.map(Number).sort((a, b) => a - b)).toEqual(Object.values(exitCodes).sort((a, b) => a - b));
});

test('the files of the guide are a project that validates', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'fleetwright-docs-'));
  const write = (path: string, text: string): void => {
    mkdirSync(join(cwd, dirname(path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
  };
  const blocks = read('docs/guide/documents.md').matchAll(/```(?:yaml|ini)\n# (\S+)\n([^]*?)```/g);
  for (const [, path = '', text = ''] of blocks) write(path, text);
  write('playbooks/units/ollama-limits.conf', '[Service]\nMemoryMax=8G\n');
  write(
    'playbooks/units/worker@.service',
    '[Service]\nExecStart=/bin/true\n\n[Install]\nWantedBy=multi-user.target\n',
  );
  const world = frame({ cwd });
  expect([await runProgram(['validate'], world), world.said.err]).toEqual([0, '']);
  expect(world.said.out).toMatch(/^valid: 1 play, 16 hosts/);
  rmSync(cwd, { recursive: true });
});
