import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { runScript, type RunOrder } from '../../src/apply/run-script.ts';
import type { Step } from '../../src/model/step.ts';
import { health, numbered, unit, write } from './support/steps.ts';

const nasty = `-n it's "x" $(reboot) \`reboot\` \${HOME} \\ # ; & | < > * ? ~\n'\n\\\n  EOF\n}\n`;
const order: RunOrder = {
  ...{ run: '20261121T221500Z-4f2a', nonce: 'f'.repeat(32), holder: nasty, lockWait: 300 },
  onFailure: 'rollback',
};
const functions = ['check_facts', 'save', 'prepare', 'act', 'undo', 'clean'] as const;

/** What the host stores and then runs: the words of the script's last call, as a shell reads them. */
function stored(steps: readonly Step[]): string {
  const script = runScript(steps, order);
  const call = script.slice(script.lastIndexOf('\nstart_run ') + 1);
  return spawnSync('sh', { input: `start_run() { printf %s "$3"; }\n${call}`, encoding: 'utf8' }).stdout;
}

/** The functions that are made from the plan, run by a shell in which what they call only tells its words. */
function calls(shell: string, steps: readonly Step[], failing = ''): Record<string, readonly string[][]> {
  const script = stored(steps);
  const made = script.slice(script.indexOf('\ncheck_facts() {'), script.lastIndexOf('main "$@"'));
  const called = new Set([...made.matchAll(/^([a-z_]+) /gm)].map(([, name = '']) => name));
  const stubs = [...called].map(
    (name) => `${name}() { printf '%s\\0' $(($# + 1)) ${name} "$@"; ${name === failing ? 'false' : ':'}; }`,
  );
  const told = functions.map((name) => `${name}; printf '0\\0%s\\0' $?`);
  const { stdout, stderr } = spawnSync(shell, shell === 'busybox' ? ['sh'] : [], {
    input: [made, ...stubs, ...told].join('\n'),
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  const words = stdout.split('\0')[Symbol.iterator]();
  const next = (): string => words.next().value ?? '';
  return Object.fromEntries(functions.map((name) => [name, readCalls(next)]));
}

/** Calls, each after the number of its words; 0 stands before the exit code. */
function readCalls(next: () => string): readonly string[][] {
  const made: string[][] = [];
  for (let count = Number(next()); count > 0; count = Number(next()))
    made.push(Array.from({ length: count }, () => next()));
  return [...made, [`=${next()}`]];
}

const path = `/etc/systemd/system/${nasty}`;
const steps = numbered(
  {
    do: 'verify',
    scope: 'system',
    unit: '-.slice',
    strict: false,
    files: [{ path: '/x/a.service', content: nasty }],
  },
  { ...write(path, nasty), was: `link:${nasty}` } as never,
  { do: 'remove', scope: 'system', path: '/etc/b', was: `sha256:${'0'.repeat(64)}` },
  { do: 'link', scope: 'user:ann', path: '/home/ann/l', target: nasty, was: null },
  unit('enable', 'x\\x2dy.service'),
  unit('start', '-x.service'),
  {
    do: 'health',
    scope: 'system',
    unit: '-x.service',
    health: { settle: 0, timeout: 1000, http: nasty, command: nasty },
  },
);

describe.each(['sh', 'dash', 'bash', 'busybox'])('%s', (shell) => {
  test.each(functions)('%s gets its words as they are', (name) => {
    const expected: Record<string, readonly (readonly string[])[]> = {
      check_facts: [
        ['guard', 'system', path, `link:${nasty}`],
        ['guard', 'system', '/etc/b', `sha256:${'0'.repeat(64)}`],
        ['guard', 'user:ann', '/home/ann/l', 'none'],
      ],
      save: [
        ['save_files', 'system', path, '/etc/b'],
        ['save_links', 'system'],
        ['save_states', 'system', '-x.service'],
        ['save_files', 'user:ann', '/home/ann/l'],
      ],
      prepare: [
        ['prepare_file', 'system', path, '0644', 'root:root', nasty],
        ['prepared', 'system', path],
        ['prepare_link', 'user:ann', '/home/ann/l', nasty],
      ],
      act: [
        ['verify_unit', 's1', 'no', '-.slice', 'a.service', nasty],
        ['write_file', 's2', 'system', path],
        ['remove_file', 's3', 'system', '/etc/b'],
        ['write_file', 's4', 'user:ann', '/home/ann/l'],
        ['link_units', 'enable', 'system', 's5', 'x\\x2dy.service'],
        ['run_job', 'start', 'system', 's6', '-x.service'],
        ['settle', '0', 's7'],
        ['check_up', 'system', 's7', '-x.service'],
        ['check_http', 's7', 'system', '-x.service', '1', nasty],
        ['check_command', 's7', 'system', '-x.service', '1', nasty],
        ['healthy', 's7'],
      ],
      undo: [
        ['undo_start', 'system', 's6', '-x.service'],
        ['undo_start', 'user:ann'],
        ['undo_file', 's4', 'user:ann', '/home/ann/l'],
        ['undo_file', 's3', 'system', '/etc/b'],
        ['undo_file', 's2', 'system', path],
        ['undo_links', 'system', 's5'],
        ['undo_reload', 'system'],
        ['undo_reload', 'user:ann'],
        ['undo_stop', 'system', 's6', '-x.service'],
        ['undo_stop', 'user:ann'],
      ],
      clean: [
        ['clean_file', 'system', path],
        ['clean_file', 'user:ann', '/home/ann/l'],
      ],
    };
    expect(calls(shell, steps)[name]).toEqual([...(expected[name] ?? []), ['=0']]);
  });
});

describe('when a call fails', () => {
  const two = numbered(write('/etc/a'), write('/etc/b'), unit('start', 'a.service'), health('a.service'));

  test.each([
    ['check_facts', 'guard'],
    ['prepare', 'prepare_file'],
    ['act', 'write_file'],
  ] as const)('%s goes no further', (name, failing) => {
    const made = calls('sh', two, failing)[name] ?? [];
    expect([made.length, made.at(-1)]).toEqual([2, ['=1']]);
  });

  test('the undo goes on with what is left, and says that it was not all', () => {
    const whole = calls('sh', two)['undo'] ?? [];
    const partly = calls('sh', two, 'undo_file')['undo'] ?? [];
    expect(partly.slice(0, -1)).toEqual(whole.slice(0, -1));
    expect([whole.at(-1), partly.at(-1)]).toEqual([['=0'], ['=1']]);
  });
});

test('a plan without steps is a script all the same', () => {
  expect(Object.values(calls('sh', [])).map((made) => made.at(-1))).toEqual(functions.map(() => ['=0']));
});

test('what the run is told besides its steps arrives as it is', () => {
  const script = stored(steps);
  const settings = script.slice(script.indexOf('\nNONCE=') + 1, script.indexOf('\nDIR='));
  const input = `${settings}\nprintf '%s\\0' "$NONCE" "$RUN" "$HOLDER" "$LOCK_WAIT" "$KEEP_RUNS" "$ON_FAILURE"`;
  const { stdout } = spawnSync('sh', { input, encoding: 'utf8' });
  const { nonce, run } = order;
  expect(stdout.split('\0')).toEqual([nonce, run, nasty, '300', '20', 'rollback', '']);
});

test('nothing happens when only a part of it arrives', () => {
  const script = runScript(steps, order);
  const [, guard = ''] = /\nstart_run\(\) \{\n(.*)\n/.exec(script) ?? [];
  const begin = script.lastIndexOf('\nstart_run ');
  // Of the function only its first line, so that nothing happens here whatever arrives.
  const started = (end: number): string => {
    const input = `start_run() {\n${guard}\necho started\n}\n${script.slice(begin, end)}`;
    return spawnSync('sh', { input, encoding: 'utf8' }).stdout;
  };
  const near = (at: number): readonly number[] => Array.from({ length: 70 }, (_, index) => at + index);
  const cuts = [...near(begin), ...near(script.length - 71), begin + 5000];
  expect(cuts.map(started).filter((said) => said !== '')).toEqual([]);
  expect([script.length - 1, script.length].map(started)).toEqual(['started\n', 'started\n']);
});
