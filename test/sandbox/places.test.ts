import { expect, test } from '@jest/globals';
import { cgroupMounts } from '../../src/sandbox/cgroup.ts';
import { baseName } from '../../src/sandbox/base-contents.ts';
import { machineName, placesOf } from '../../src/sandbox/places.ts';

test('what a sandbox is called follows from its name alone, and fits the name of a link', () => {
  expect(placesOf('demo')).toEqual(placesOf('demo'));
  expect(placesOf('demo').bridge).not.toBe(placesOf('other').bridge);
  expect(machineName(placesOf('demo'), 1000).length).toBeLessThanOrEqual(15);
});

test.each(['', '..', 'a/b', 'A', '-a', 'a b', 'a:b', 'a'.repeat(49)])(
  '%j is no name of a sandbox',
  (name) => {
    expect(() => placesOf(name)).toThrow('cannot be a sandbox');
  },
);

test('another release is another base tree', () => {
  expect(baseName('bookworm')).toMatch(/^base-[0-9a-f]{12}$/);
  expect(baseName('bookworm')).not.toBe(baseName('trixie'));
});

test("systemd's control groups are found in the unified and in the hybrid layout", () => {
  const hybrid = [
    '30 29 0:26 / /sys/fs/cgroup/memory rw shared:9 - cgroup cgroup rw,memory',
    '31 29 0:27 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,name=systemd',
    '32 29 0:28 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw',
  ];
  expect(cgroupMounts(hybrid.join('\n'))).toEqual(['/sys/fs/cgroup/systemd', '/sys/fs/cgroup/unified']);
  expect(cgroupMounts('30 29 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup rw,nsdelegate\n')).toEqual([
    '/sys/fs/cgroup',
  ]);
});
