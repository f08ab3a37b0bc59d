import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { stageTrees } from '../../../src/apply/content/stage-trees.ts';
import type { Connection, ScriptResult } from '../../../src/hosts/connection.ts';
import type { Step } from '../../../src/model/step.ts';

let dir: string;
beforeEach(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'fleetwright-stage-')));
  writeFileSync(join(dir, 'a'), 'text');
});
afterEach(() => rmSync(dir, { recursive: true }));

function step(): Step {
  const sha256 = createHash('sha256').update('text').digest('hex');
  const file = {
    path: 'a',
    type: 'file',
    mode: '0644',
    owner: 'root:root',
    size: 4,
    modified: 1,
    sha256,
    was: null,
  } as const;
  return {
    ...{
      do: 'place',
      phase: 'content',
      scope: 'system',
      path: '/opt/x',
      key: '0'.repeat(16),
      id: 's1',
      because: '',
    },
    ...{
      from: { source: dir },
      parents: ['d 755 root /', 'd 755 root /opt'],
      put: [file],
      remove: [],
      restarts: [],
    },
  };
}

const exited: ScriptResult = { type: 'exited', code: 0, stdout: new Uint8Array(), stderr: '' };
const lost: ScriptResult = { type: 'lost', message: 'gone', stdout: new Uint8Array(), stderr: '' };

interface Heard {
  readonly script: string;
  readonly sent: string[];
}

/** A host that says lines: at once, when it has been sent all, and then ends. */
function host(
  first: readonly string[],
  afterAll: readonly string[],
  end: ScriptResult = exited,
): { connection: Connection; heard: Heard } {
  const sent: string[] = [];
  let script = '';
  const connection: Connection = {
    close: () => Promise.resolve(),
    run: ({ text, onInput, onOutput }) => {
      script = String(text);
      const nonce = /[0-9a-f]{32}/.exec(script.slice(script.lastIndexOf('\nstage_trees ')))?.[0] ?? '';
      const say = (lines: readonly string[]): void =>
        lines.forEach((line) => onOutput?.(Buffer.from(`${nonce} ${line}\n`)));
      return new Promise((resolve) => {
        const write = (data: string | Uint8Array): Promise<void> => {
          sent.push(Buffer.from(data).toString('latin1'));
          if (sent.at(-1) === '0\n') say(afterAll);
          return Promise.resolve();
        };
        onInput?.({ write, end: () => resolve(end) });
        say(first);
        if (end.type !== 'exited') resolve(end);
      });
    },
  };
  return {
    connection,
    heard: {
      sent,
      get script() {
        return script;
      },
    },
  };
}

function sending(stop = new AbortController().signal) {
  return {
    run: '20261121T221500Z-4f2a',
    steps: [step()],
    stop,
    leave: new AbortController().signal,
    onNote: () => undefined,
    onSourceChanged: () => undefined,
  };
}

test('without trees nothing is asked of the host', async () => {
  const { connection, heard } = host([], []);
  expect(await stageTrees(connection, { ...sending(), steps: [] })).toMatchObject({ trees: 0 });
  expect(heard.script).toBe('');
});

test('contents go into a directory beside the tree, and are held until they are let go', async () => {
  const { connection, heard } = host(['ready'], ['got', 'staged']);
  const staged = await stageTrees(connection, sending());
  expect(staged).toMatchObject({ trees: 1 });
  expect(heard.script).toMatch(
    /\nstage_trees \S+ \S+ \/opt\/\.0{16}\.fleetwright-20261121T221500Z-4f2a \/opt\/x 'd 755 root \/\nd 755 root \/opt'; exit\n$/,
  );
  expect(heard.sent.at(-1)).toBe('0\n');
  if ('release' in staged) await staged.release();
});

describe('what goes wrong leaves nothing begun', () => {
  test.each([
    ['the way has changed', host(['moved the way to /opt/x'], []), 'stale', ['the way to /opt/x', false]],
    [
      'the disk is full',
      host(['ready'], ['refused no space']),
      'failed',
      ['nothing was changed: no space', false],
    ],
    ['the line dies before a word', host([], [], lost), 'unreachable', ['gone; nothing was changed', true]],
    ['the line dies later', host(['ready'], [], lost), 'unreachable', ['gone; nothing was changed', false]],
  ] as const)('%s', async (_, { connection }, outcome, [message, deadLine]) => {
    const staged = await stageTrees(connection, sending());
    expect(staged).toMatchObject({ outcome, deadLine, message: expect.stringContaining(message) });
  });

  test('a file has changed here', async () => {
    let told = 0;
    const what = { ...sending(), onSourceChanged: () => told++ };
    writeFileSync(join(dir, 'a'), 'else');
    expect(await stageTrees(host(['ready'], ['staged']).connection, what)).toMatchObject({
      outcome: 'stale',
    });
    expect(told).toBe(1);
  });

  test('somebody asks to stop', async () => {
    expect(await stageTrees(host(['ready'], []).connection, sending(AbortSignal.abort()))).toMatchObject({
      outcome: 'interrupted',
    });
  });
});
