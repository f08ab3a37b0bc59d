import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { runScript } from '../../src/apply/run-script.ts';
import { lookScript } from '../../src/observe/look-script.ts';
import { probe } from '../../src/kinds/unit/probe.ts';
import { repo } from '../../src/kinds/repo/index.ts';
import { tree } from '../../src/kinds/tree/index.ts';
import { updaterParts, updaterProgram } from '../../src/hosts/updater.ts';
import { keptProbes } from '../../src/kinds/unit/way-back/kept.ts';
import type { Desired } from '../../src/kinds/unit/desired.ts';
import type { Phase } from '../../src/model/phase.ts';
import type { Act, Step } from '../../src/model/step.ts';

/** What a hostile or careless person may write in a value. */
const nasty = `it's "quoted" $(reboot) \`reboot\` \${HOME} \\ ! # ; & | < > * ? ~ -n\n'\n\\\n  EOF\n}`;
const plain = 'a word';

function steps(text: string): readonly Step[] {
  const system = { scope: 'system' } as const;
  const user = { scope: 'user:ann' } as const;
  const health = { settle: 100, timeout: 1000, command: text, http: `http://127.0.0.1/${text}` };
  const path = `/etc/systemd/system/${text}`;
  const acts: readonly (readonly [Phase, Act])[] = [
    [
      'verify',
      { do: 'verify', ...system, unit: 'a@.service', strict: true, files: [{ path, content: text }] },
    ],
    ['retire', { do: 'stop', ...system, unit: '-.slice' }],
    ['files', { do: 'write', ...system, path, content: text, mode: '0644', owner: 'root:root', was: null }],
    [
      'files',
      { do: 'write', ...user, path, content: text, mode: '0644', owner: 'ann:ann', was: `link:${text}` },
    ],
    ['files', { do: 'remove', ...system, path: `${path}.d/x.conf`, was: 'sha256:0' }],
    ['files', { do: 'link', ...system, path: `${path}.wants/x`, target: text, was: null }],
    [
      'content',
      {
        ...{ do: 'place', ...system, path: `/opt/${text}`, key: '0'.repeat(16), from: { source: text } },
        ...{ parents: ['d 755 root /', `d 755 root /${text}`], put: [], remove: [], restarts: [] },
      },
    ],
    [
      'content',
      {
        ...{
          do: 'update-repo',
          ...system,
          repo: 'app',
          path: `/opt/${text}`,
          from: null,
          to: '0'.repeat(40),
        },
        ...{ restarts: [], pinned: true, timeout: 1000 },
      },
    ],
    [
      'files',
      {
        ...{ do: 'remove-checkout', ...system, repo: 'app', path: `/opt/${text}`, owner: 'ann' },
        ...{ layout: 'releases', was: '0'.repeat(64), keeps: false },
      },
    ],
    [
      'content',
      {
        ...{ do: 'return-checkout', ...system, repo: 'app', path: `/opt/${text}`, layout: 'checkout' },
        run: '20261121T221500Z-4f2a',
      },
    ],
    ['enablement', { do: 'linger', ...user, user: 'ann' }],
    ['enablement', { do: 'enable', ...system, unit: 'x\\x2dy.service' }],
    ['enablement', { do: 'disable', ...user, unit: 'z.service' }],
    ['reload', { do: 'daemon-reload', ...system }],
    ['start', { do: 'restart', ...system, unit: 'x\\x2dy.service' }],
    ['start', { do: 'reload-or-restart', ...user, unit: 'z.service' }],
    ['health', { do: 'health', ...system, unit: 'x\\x2dy.service', health }],
  ];
  return acts.map(([phase, act], index): Step => ({ id: `s${index + 1}`, phase, because: '', ...act }));
}

function look(text: string): string {
  const unit: Desired = {
    type: 'unit',
    scope: 'system',
    name: 'x\\x2dy.service',
    file: text,
    dropIns: new Map([[`${text}.conf`, text]]),
    strict: false,
  };
  const match: Desired = {
    type: 'match',
    scope: 'user:ann',
    patterns: ['*x*', '[!a]?'],
    except: [],
    optional: false,
  };
  const listed = {
    path: text,
    type: 'file',
    mode: '0644',
    size: 1,
    modified: 0,
    sha256: '0'.repeat(64),
  } as const;
  const whole = { ...tree.named(text), entries: new Map([[text, listed]]), restarts: ['x.service'] };
  const probes = [
    ...probe([unit, match]),
    ...keptProbes('20261121T221500Z-4f2a', steps(text)),
    ...tree.probe([whole]),
    ...repo.probe([{ ...repo.named('app'), path: `/opt/${text}`, urls: [text], deployKey: text }]),
    { libraries: ['tree-back'], function: 'look_kept_tree', args: ['20261121T221500Z-4f2a', '0'.repeat(16)] },
  ];
  return lookScript(probes, '0'.repeat(32));
}

function run(text: string): string {
  const order = { run: '20261121T221500Z-4f2a', nonce: 'f'.repeat(32), holder: text, lockWait: 0 };
  return runScript(steps(text), { ...order, onFailure: 'rollback' });
}

/** What the host stores and then runs by itself: the words of the last call, read by a shell as the host reads them. */
function course(text: string): string {
  const script = run(text);
  const call = script.slice(script.lastIndexOf('\nstart_run ') + 1);
  const read = spawnSync('/bin/sh', { input: `start_run() { printf %s "$3"; }\n${call}`, encoding: 'utf8' });
  expect(read.stderr).toBe('');
  return read.stdout;
}

function complaints(program: string, args: readonly string[], input: string): string {
  const { error, status, stdout, stderr } = spawnSync(program, args, { input, encoding: 'utf8' });
  if (error !== undefined) return `${program} is not installed on this machine; apt-get install ${program}`;
  return status === 0 ? '' : `${stdout}${stderr}`;
}

describe('every shell that may be /bin/sh on a host understands what is sent', () => {
  const sent = { look, run, course, updater: updaterProgram };
  const shells = [
    ['dash', ['-n']],
    ['busybox', ['sh', '-n']],
    ['bash', ['--posix', '-n']],
  ] as const;
  const cases = shells.flatMap(([shell, args]) =>
    (['look', 'run', 'course', 'updater'] as const).map((name) => [shell, name, args] as const),
  );
  test.each(cases)('%s: the script of a %s', (shell, name, args) => {
    expect(complaints(shell, args, sent[name](nasty))).toBe('');
  });
});

describe('values arrive as they are, whatever they hold', () => {
  test.each(['dash', 'bash', 'busybox'])('%s', (shell) => {
    const args = shell === 'busybox' ? ['sh'] : [];
    const calls = course(nasty).split('\nprepare() {\n')[1]!.split(' || return 1\n').slice(0, 1);
    const input = `prepare_file() { printf '%s|' "$@"; }\n${calls.join('\n')}\n`;
    const { stdout } = spawnSync(shell, args, { input, encoding: 'utf8' });
    expect(stdout.split('|')).toEqual(expect.arrayContaining(['system', '0644', 'root:root']));
    expect(stdout).toContain(`|root:root|${nasty}|`);
  });
});

/** The files of hosts/sh as they are written, with the words to shellcheck that `shell()` leaves out. */
function source(...names: readonly string[]): string {
  const read = (name: string): string =>
    readFileSync(new URL(`../../src/hosts/sh/${name}.sh`, import.meta.url), 'utf8');
  return names.map(read).join('\n');
}

/** The part of a script that is made from the plan. */
function made(script: string, from: string): string {
  return script.slice(script.indexOf(from));
}

describe('shellcheck has nothing to say of', () => {
  const looks = [
    'common',
    'look',
    'unit',
    'verify',
    'way-back',
    'tree-way',
    'tree-exchange',
    'tree-prints',
    'tree-compare',
    'tree',
    'tree-back',
    'root-alone',
    'repo-needs',
    'repo',
    'repo-checkout',
  ];
  const runs = [
    'common',
    'run',
    'files',
    'links',
    'jobs',
    'attempts',
    'health',
    'verify-step',
    'tree-way',
    'tree-walk',
    'tree-prints',
    'tree-place',
    'tree-exchange',
    'tree-atomic',
    'repo-run',
    'repo-checkout',
    'repo-away',
  ];
  const scripts: readonly (readonly [string, readonly string[], () => string])[] = [
    ['a look', looks, () => made(look(plain), '\nlook() {')],
    ['the start of a run', ['common', 'start'], () => 'start_run nonce run script'],
    [
      'the sending of trees',
      ['common', 'tree-way', 'tree-prints', 'tree-resume', 'tree-stage'],
      () => 'stage_trees nonce run stage path parents',
    ],
    ['the sending of large files', ['common', 'tree-delta'], () => 'take_deltas nonce stage word'],
    [
      'the reading of trees',
      ['common', 'tree-walk', 'tree-read'],
      () => 'tree_hashes_of nonce root words\ntree_contents_of nonce root words',
    ],
    ['the course of a run', runs, () => made(course(plain), '\ncheck_facts() {')],
    [
      'what updates ask',
      ['common', 'updates'],
      () => 'updates run name\nupdates_status name\nupdates_log name 1',
    ],
    ['what doctor asks', ['common', 'doctor'], () => 'doctor sh sed'],
    ['the updater of repositories', updaterParts, () => 'updater "$@"'],
  ];
  // 2016: a script for another shell stands in single quotes; 2015: `a && b || c` is meant where c may follow either.
  const args = ['--shell=sh', '--exclude=SC2015,SC2016', '--format=gcc', '-'];
  test.each(scripts)('%s', (_, files, end) => {
    expect(complaints('shellcheck', args, `${source(...files)}\n${end()}\n`)).toBe('');
  });

  test('any file that it was not shown', () => {
    const all = readdirSync(new URL('../../src/hosts/sh/', import.meta.url), {
      encoding: 'utf8',
      recursive: true,
    })
      .filter((name) => name.endsWith('.sh'))
      .map((name) => name.slice(0, -3));
    expect([...new Set(scripts.flatMap(([, files]) => files))].sort()).toEqual(all.sort());
  });
});
