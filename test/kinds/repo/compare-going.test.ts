import { expect, test } from '@jest/globals';
import type { GoingSeen } from '../../../src/kinds/repo/actual.ts';
import { compareGoing } from '../../../src/kinds/repo/compare-going.ts';
import type { Part } from '../../../src/kinds/part.ts';

const url = 'https://git.example.org/app.git';
const root = { type: 'directory', mode: '755', user: 'root', group: 'root' };
const usual: GoingSeen = {
  ...{ path: '/opt/app', owner: 'app', layout: 'checkout', urls: [url], at: 'repository', holder: 'app' },
  ...{
    remote: url,
    head: 'a'.repeat(40),
    isMount: false,
    keeps: true,
    bytes: 12_000_000,
    sum: '0'.repeat(64),
  },
  way: [
    { ...root, path: '/' },
    { ...root, path: '/opt' },
  ],
  ...{ strangers: [], releases: 0, unpushed: [], stashes: [], changed: [], ignored: [], running: [] },
};
const going = (more: Partial<GoingSeen>): Part => compareGoing('app', { ...usual, ...more });

test('what is lost with it is said, and whether it is kept', () => {
  const part = going({
    ...{ unpushed: ['abc1234 mine'], changed: ['version', 'new'], stashes: ['On main: x'] },
    ...{ ignored: ['.env', 'my.db', 'a', 'b', 'c', 'd'], running: ['app.service'] },
  });
  expect(part.differences).toEqual([{ field: '/opt/app', from: 'a checkout at aaaaaaa, 12 MB', to: null }]);
  expect(part.warnings).toEqual([
    'app: 1 commit was never pushed: abc1234 mine',
    'app: 2 files are changed or new: version, new',
    'app: 1 stash goes with it: On main: x',
    'app: 6 files and directories that git ignores go with it: .env, my.db, a, b, c, …',
    'app: app.service still runs on it',
  ]);
  expect(part.steps).toMatchObject([{ do: 'remove-checkout', keeps: true }]);
  expect(going({ keeps: false }).steps?.[0]?.because).toContain('for good');
});

test('what is not there needs no step', () => {
  expect([compareGoing('app', undefined), going({ at: 'nothing' })]).toEqual([{}, {}]);
});

const opt = { ...root, path: '/opt' };
test.each<readonly [Partial<GoingSeen>, string]>([
  [{ path: '/etc/app' }, 'app: /etc/app lies in /etc'],
  [{ path: '/opt' }, 'app: /opt is a directory of the system'],
  [{ path: '/opt/../etc' }, 'has an empty part'],
  [{ path: '/home/ann' }, 'is a home directory'],
  [{ at: 'link' }, 'is a symbolic link'],
  [{ at: 'directory' }, 'is no checkout of ours'],
  [{ holder: 'root' }, 'belongs to root, and its policy says app'],
  [{ remote: 'https://elsewhere.example.org/app.git' }, 'has the remote https://elsewhere'],
  [{ remote: undefined }, 'has the remote (none)'],
  [{ isMount: true }, 'is a mount point'],
  [{ way: [{ ...opt, type: 'symbolic link' }] }, '/opt is a symbolic link'],
  [{ way: [{ ...opt, user: 'bob' }] }, '/opt belongs to bob'],
  [{ way: [{ ...opt, mode: '777' }] }, 'everybody may write to /opt'],
  [{ way: [{ ...opt, mode: '775', group: 'staff' }] }, 'the group staff may write to /opt'],
  [{ layout: 'releases', at: 'releases', strangers: ['notes'] }, 'has what is no release of ours: notes'],
])('%j is refused', (more, why) => {
  expect(going(more).blocked?.[0]).toContain(why);
});
