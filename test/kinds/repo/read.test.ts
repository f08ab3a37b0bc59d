import { expect, test } from '@jest/globals';
import { read } from '../../../src/kinds/repo/read.ts';
import { desired, first, second } from './support/build.ts';

const repo = desired();

function seen(sections: Readonly<Record<string, string>>): ReturnType<typeof read> {
  const all = Object.entries({ end: 'end\n', ...sections });
  return read(new Map(all.map(([name, text]) => [`repo:app:${name}`, Buffer.from(text)])), [repo]);
}

test('what a host says of itself is made safe, and what makes no sense is passed over', () => {
  const actual = seen({
    facts: `git=2.39.5\nat=repository\nhead=${first}\nbranch=\u001b[31mx\nchanged=two\nahead= 3\nnext=Sun 2026-11-22 06:00:00 CET\nstate_commit=${second}\n`,
    units: 'Id=app.service\nNames=app.service\nLoadState=loaded\nActiveState=active\n',
    refs: `silent fatal: https://user:secret@git.example.org/ is gone\nanswered\n${second}\trefs/heads/main\nnonsense\trefs/heads/x\n`,
    log: `${second} 1\na \u001b[2Jsubject\n`,
  });
  expect(typeof actual === 'string' ? actual : actual.get('app')).toMatchObject({
    ...{ git: [2, 39], at: 'repository', head: first, branch: '\\x1b[31mx', changed: 0, ahead: 3 },
    ...{ next: ['2026-11-22 06:00:00 CET'], accepted: second, running: new Set(['app.service']) },
    remote: {
      answered: true,
      silent: ['fatal: https://git.example.org/ is gone'],
      refs: new Map([['refs/heads/main', second]]),
    },
    log: { target: second, count: 1, subjects: ['a \\x1b[2Jsubject'], rewound: false },
  });
});

test('a look that was cut is none', () => {
  expect(seen({ end: '' })).toBe('the look at a repository is incomplete (app)');
  expect(seen({ stat: 'regular file|644|root:root|9|1.0|/etc/x\0', text: 'short' })).toBe(
    'files of a repository changed while they were read; try again (app)',
  );
});
