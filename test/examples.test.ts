import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { runProgram } from '../src/cli/program.ts';
import { frame } from './cli/support/frame.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const examples = readdirSync(join(root, 'examples'));
const playbooks = readdirSync(join(root, 'playbooks')).filter((name) => name.endsWith('.yaml'));

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function run(cwd: string, ...words: readonly string[]): Promise<Ended> {
  const world = frame({ cwd });
  const code = await runProgram(words, world);
  return { code, ...world.said };
}

let scratch: string;
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'fleetwright-examples-'));
});
afterAll(() => rmSync(scratch, { recursive: true }));

describe('what a reader is shown is valid as it stands', () => {
  test.each(examples)('examples/%s', async (name) => {
    const { code, out, err } = await run(join(root, 'examples', name), 'validate');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^valid: /);
  });

  test.each(playbooks)(
    'playbooks/%s, with the hosts of a sandbox and the groups of the demo',
    async (name) => {
      const hosts = join(scratch, 'sandbox.yaml');
      writeFileSync(hosts, 'hosts: { "host-[1:3]": {} }\n');
      const inventories = ['-i', hosts, '-i', 'inventories/demo.yaml'];
      const { code, err } = await run(root, 'validate', `playbooks/${name}`, ...inventories);
      expect([code, err]).toEqual([0, '']);
    },
  );

  test('the project that `init` writes', async () => {
    expect(await run(scratch, 'init', 'first')).toMatchObject({ code: 0, err: '' });
    const valid = { code: 0, out: 'valid: 1 play, 1 host, 1 resource in all\n', err: '' };
    expect(await run(join(scratch, 'first'), 'validate')).toEqual(valid);
  });
});

test('the Chat Copilot example holds for the eight patterns of its platform, in both places where they stand', () => {
  const read = (file: string): unknown =>
    parse(readFileSync(join(root, 'examples/chat-copilot', file), 'utf8'));
  const words = 'ai-platform chat-copilot openwebui ollama perplexica searxng autogen magentic'.split(' ');
  const patterns = words.map((word) => `*${word}*`);
  expect(read('fleetwright.yaml')).toMatchObject({ patterns: { platform: patterns } });
  expect(read('playbook.yaml')).toMatchObject([
    {
      units: expect.arrayContaining([
        expect.objectContaining({ match: patterns, enabled: true, active: true }),
      ]) as unknown,
    },
  ]);
});
