import { expect, test } from '@jest/globals';
import { compare } from '../../../src/kinds/repo/compare.ts';
import { compareBack } from '../../../src/kinds/repo/way-back.ts';
import type { RepoSeen } from '../../../src/kinds/repo/actual.ts';
import type { Finding } from '../../../src/kinds/kind.ts';
import type { Kept } from '../../../src/kinds/units.ts';
import { desired, empty, first, remote, second, settled } from './support/build.ts';

const repo = desired({ restarts: ['app.service'], update: { schedule: 'every 6h' } });
const nothingKept: Kept = {
  ...{
    result: 'changed',
    files: new Map(),
    states: new Map(),
    linksBefore: undefined,
    linksAfter: undefined,
  },
};

/** The way back from the run that a host in this state would have seen. */
function back(before: RepoSeen, now: RepoSeen, kept: Kept | null = nothingKept): Finding {
  const steps = compare([repo], new Map([[repo.name, before]]))[0]!.steps.map((step, index) => ({
    ...step,
    id: `s${index + 1}`,
  }));
  const run = {
    id: '20261121T221500Z-4f2a',
    changes: [{ address: 'repo/app', differences: [], steps }],
  } as const;
  return compareBack(run, { actual: new Map([[repo.name, now]]), kept, checkouts: new Map() })[0]!;
}

test('a commit goes back by the updater, with its services', () => {
  const before = settled(repo, { remote: remote({ 'refs/heads/main': second }) });
  expect(back(before, settled(repo, { head: second, accepted: second }))).toMatchObject({
    differences: [{ field: 'commit', from: 'bbbbbbb', to: 'aaaaaaa' }],
    steps: [{ do: 'update-repo', from: second, to: first, pinned: true, restarts: ['app.service'] }],
  });
  expect(back(before, settled(repo)).steps).toEqual([]);
});

test('what a first run brought goes, the timer before its files; the checkout stays', () => {
  const finding = back(empty, settled(repo));
  expect(finding.warnings).toEqual(['the checkout /opt/app stays; the run had brought it about']);
  expect(
    finding.steps.map((step) => `${step.phase}: ${step.do} ${'path' in step ? step.path : ''}`.trim()),
  ).toEqual([
    ...['updater', 'policy', 'recover', 'recover at boot', 'timer', 'service'].map(
      (field) => `files: remove ${repo.files.find((file) => file.field === field)!.path}`,
    ),
    'retire: disable',
    'retire: stop',
    'reload: daemon-reload',
  ]);
});

test('without a record nothing is touched', () => {
  expect(back(empty, settled(repo), null)).toMatchObject({
    steps: [],
    blocked: [expect.stringContaining('no record of run')],
  });
  expect(back(empty, settled(repo), { ...nothingKept, result: 'rolled-back' }).steps).toEqual([]);
});
