import { describe, expect, test } from '@jest/globals';
import { criticalGroups, criticalReason, isCritical } from '../../../src/kinds/unit/critical.ts';
import { checkPattern } from '../../../src/kinds/unit/glob.ts';
import { parseUnitName } from '../../../src/kinds/unit/name.ts';

test.each(criticalGroups.flatMap(({ units }) => units))('the pattern %s is one', (pattern) => {
  expect(checkPattern(pattern)).toBeUndefined();
  const name = pattern.replaceAll('*', 'x');
  expect(parseUnitName(/\.[a-z]+$/.test(pattern) ? name : `${name}.service`)).toHaveProperty('type');
});

describe('what a host needs to live', () => {
  test.each([
    ['ssh.service', 'SSH'],
    ['sshd.service', 'SSH'],
    ['ssh@3-10.0.0.1:22-10.0.0.2:4711.service', 'SSH'],
    ['dbus-broker.service', 'bus'],
    ['systemd-journald-dev-log.socket', 'journal'],
    ['systemd-udevd-kernel.socket', 'device'],
    ['dbus-org.freedesktop.login1.service', 'bus'],
    ['systemd-networkd.service', 'network'],
    ['NetworkManager.service', 'network'],
    ['ifup@eth0.service', 'network'],
    ['serial-getty@ttyS0.service', 'console'],
    ['user@1000.service', 'login'],
    ['-.mount', 'file system'],
    ['init.scope', 'manager'],
    ['multi-user.target', 'stage'],
    ['polkit.service', 'who may'],
    ['nftables.service', 'firewall'],
  ])('%s', (name, reason) => {
    expect(criticalReason(name)).toContain(reason);
  });

  test.each([
    'ollama.service',
    'nginx.service',
    'cron.service',
    'chat-copilot.target',
    'systemd-timesyncd.service',
    'srv-data.mount',
    'sleep.target',
    'ssh-tunnel.service',
    'networkd-dispatcher.service',
    'systemd-networkd-wait-online.service',
    'apt-daily.timer',
    'app.slice',
  ])('%s is not part of it', (name) => {
    expect(isCritical(name)).toBe(false);
  });
});
