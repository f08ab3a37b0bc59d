import { describe, expect, test } from '@jest/globals';
import { readHostFacts } from '../../src/observe/host-facts.ts';
import { healthy } from './support/look-host.ts';

const facts = (text: string) => readHostFacts(Buffer.from(text));

describe('readHostFacts', () => {
  test.each([
    ['257.9-1~deb13u1', 257],
    ['252.39-1~deb12u2', 252],
    ['249.11-0ubuntu3.12', 249],
    ['245', 245],
    ['258~rc2', 258],
    ['259-foo=bar', 259],
  ])('the number of version %s', (version, systemd) => {
    expect(facts(`Version=${version}\nuid=0\n`)).toEqual({ systemd, runs: [] });
  });

  test.each([
    ['1700000000.250000000', { now: 1_700_000_000_250_000 }],
    ['1700000000.%N', { now: 1_700_000_000_000_000 }],
    ['', {}],
  ])('its clock says %j', (text, now) => {
    expect(facts(`${healthy}now=${text}\n`)).toEqual({ systemd: 257, runs: [], ...now });
  });

  test('runs that have an end, and those that have none', () => {
    const runs = 'run=R1 changed 1700000000\nrun=R2 rolled-back 1700000001\nunfinished=R3\nrun=R4\n';
    expect(facts(healthy + runs)).toEqual({
      systemd: 257,
      runs: [
        { id: 'R1', result: 'changed', ended: 1_700_000_000 },
        { id: 'R2', result: 'rolled-back', ended: 1_700_000_001 },
        { id: 'R3' },
        { id: 'R4', result: '', ended: 0 },
      ],
    });
  });

  test('what a host says of its runs is safe to show, and its times are times', () => {
    const lies = 'run=\u001b[2J changed\u0007 99999999999999999999\nunfinished=a\u202eb\nrun=R2 x -1e99\n';
    const read = facts(healthy + lies);
    if (typeof read === 'string') throw new Error(read);
    expect(read.runs).toMatchObject([
      { id: '\\x1b[2J', result: 'changed\\x07', ended: 0 },
      { id: 'a\\u{202e}b' },
      { id: 'R2', result: 'x' },
    ]);
    for (const { ended = 0 } of read.runs) expect(() => new Date(ended * 1000).toISOString()).not.toThrow();
  });

  test.each([
    ['systemd=none\n', 'does not run systemd'],
    ['Version=257\nuid=1000\n', 'not root on this host: give the host `become: sudo`'],
    ['Version=257\n', 'not root'],
    ['\nuid=0\n', 'systemd on this host does not answer'],
    ['Version=\nuid=0\n', 'does not answer'],
    ['Version=newest\nuid=0\n', 'does not answer'],
    ['', 'not root'],
  ])('%j cannot be managed: %s', (text, why) => {
    expect(facts(text)).toContain(why);
  });

  test('no section at all', () => {
    expect(readHostFacts(undefined)).toContain('not root');
  });
});
