import { expect, test } from '@jest/globals';
import { merge, type MergeOptions } from '../../src/snapshot/merge.ts';
import type { Snapshot } from '../../src/snapshot/snapshot.ts';
import { shortOf, snapshot, type Short } from './support/snapshots.ts';

type Units = Readonly<Record<string, Short>>;

/** The same numbers every time. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const names = ['a.service', 'b.service', 'w@.service', 'w@1.service', 'c.timer'];
const texts = [
  '[Service]\nExecStart=/bin/a\n',
  '[Service]\nExecStart=/bin/b\n',
  '[Service]\nExecStart=/bin/c\n',
];
const words = {
  enabled: ['enabled', 'disabled', 'static', 'masked'],
  active: ['active', 'inactive', 'failed'],
};

function randomUnits(pick: (below: number) => number): Units {
  const one = (list: readonly string[]): string => list[pick(list.length)] ?? '';
  const unit = (name: string): Short => ({
    file: name === 'w@1.service' || pick(5) === 0 ? null : one(texts),
    drops: pick(2) === 0 ? {} : { 'x.conf': one(['1', '2']), ...(pick(3) === 0 && { 'y.conf': '1' }) },
    enabled: one(words.enabled),
    active: one(words.active),
  });
  return Object.fromEntries(names.filter(() => pick(4) > 0).map((name) => [name, unit(name)]));
}

/** Files and drop-ins by path. */
function files({ units }: Snapshot): ReadonlyMap<string, string> {
  return new Map(
    units.flatMap(({ file, dropIns }) =>
      [...(file === undefined ? [] : [file]), ...dropIns].map((one) => [
        one.path,
        Buffer.from(one.bytes).toString(),
      ]),
    ),
  );
}

const optionsOf: readonly MergeOptions[] = [
  {},
  { prefer: 'local' },
  { prefer: 'remote' },
  { delete: true },
  { prefer: 'local', delete: true },
];

test('whatever the hosts have: settled is settled, and nothing is lost that nobody gave up', () => {
  for (let seed = 1; seed <= 400; seed += 1) {
    const pick = numbers(seed);
    const [base, local, remote] = [randomUnits(pick), randomUnits(pick), randomUnits(pick)].map((units) =>
      snapshot(units),
    );
    if (base === undefined || local === undefined || remote === undefined) continue;
    const options = optionsOf[pick(optionsOf.length)] ?? {};
    const sides = { base: pick(4) === 0 ? undefined : base, local, remote };
    const merged = merge(sides, options);

    // A file that came may tell more of what its unit's states mean: those settle with the next merge.
    const again = merge(merged, options);
    expect([seed, files(again.local), files(again.remote)]).toEqual([
      ...[seed, files(merged.local), files(merged.remote)],
    ]);
    const third = merge(again, options);
    expect([seed, shortOf(third.local), shortOf(third.remote)]).toEqual([
      ...[seed, shortOf(again.local), shortOf(again.remote)],
    ]);

    const mirrored = merge({ ...sides, local: remote, remote: local }, mirror(options));
    expect([seed, shortOf(mirrored.remote), shortOf(mirrored.local)]).toEqual([
      ...[seed, shortOf(merged.local), shortOf(merged.remote)],
    ]);

    for (const side of ['local', 'remote'] as const) {
      const after = files(merged[side]);
      const other = files(side === 'local' ? remote : local);
      for (const [path, text] of files({ local, remote }[side])) {
        const fate = after.get(path);
        // It is as it was, as the other side has it, or gone where that was asked for and the other side has none.
        const isFine = fate === text || fate === other.get(path);
        expect([seed, side, path, isFine && (fate !== undefined || options.delete === true)]).toEqual([
          ...[seed, side, path, true],
        ]);
      }
    }
  }
});

function mirror({ prefer, ...options }: MergeOptions): MergeOptions {
  if (prefer === undefined) return options;
  return { ...options, prefer: prefer === 'local' ? 'remote' : 'local' };
}
