import { expect, test } from '@jest/globals';
import { refusedTarget } from '../../../src/kinds/tree/target.ts';

test.each([
  ...[
    '/',
    '/etc',
    '/usr',
    '/home',
    '/root',
    '/home/ann',
    '~',
    '~/x',
    'opt/x',
    '/opt',
    '/opt/',
    '/opt//x',
    '/opt/./x',
  ],
  ...[
    '/opt/../etc',
    '/opt/x/..',
    '/var/lib',
    '/usr/local/bin',
    '/etc/systemd/system',
    '/proc/self',
    '/dev/shm/x',
    '/run/x',
  ],
  ...[
    '/boot/grub',
    '/var/lib/fleetwright',
    '/var/lib/fleetwright/x',
    '/root/.ssh/x',
    '/home/ann/.ssh',
    '/opt/a\nb',
    '/tmp',
    '',
  ],
])('%j is refused', (path) => {
  expect(refusedTarget(path)).toEqual(expect.any(String));
});

test.each([
  '/opt/x',
  '/srv/www/site',
  '/home/ann/app',
  '/var/lib/app',
  '/etc/app',
  '/usr/local/lib/app',
  '/opt/..x/.y',
  '/data',
])('%s may be a tree', (path) => expect(refusedTarget(path)).toBeUndefined());
