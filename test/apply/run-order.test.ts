import { describe, expect, test } from '@jest/globals';
import { actCalls } from '../../src/apply/act-calls.ts';
import { batches } from '../../src/apply/run-order.ts';
import { undoCalls } from '../../src/apply/undo-calls.ts';
import type { Act } from '../../src/model/step.ts';
import { health, numbered, unit, usual, write } from './support/steps.ts';

const user = 'user:bob' as const;

describe('batches', () => {
  const shapes = (...acts: readonly Act[]): readonly string[] =>
    batches(numbered(...acts)).map((batch) =>
      batch.type === 'one' ? batch.step.id : `${batch.type} ${batch.steps.map(({ id }) => id).join('+')}`,
    );

  test('neighbours that say the same to the same manager are one call', () => {
    expect(
      shapes(
        ...[unit('enable', 'a.service'), unit('enable', 'b.service'), unit('disable', 'c.service')],
        ...[unit('start', 'a.service'), unit('start', 'b.service'), unit('start', 'c.service', user)],
        ...[unit('restart', 'd.service'), health('a.service'), health('c.service', 0, user)],
      ),
    ).toEqual(['links s1+s2', 'links s3', 'jobs s4+s5', 'jobs s6', 'jobs s7', 'health s8+s9']);
  });

  test('the order of the plan stays', () => {
    expect(
      shapes(unit('enable', 'a.service'), unit('disable', 'b.service'), unit('enable', 'c.service')),
    ).toEqual(['links s1', 'links s2', 'links s3']);
  });

  test('files are one by one', () => {
    expect(
      shapes(write('/a'), write('/b'), { do: 'remove', scope: 'system', path: '/c', was: null }),
    ).toEqual(['s1', 's2', 's3']);
  });

  test('no steps, no calls', () => {
    expect(actCalls([], 'R1')).toEqual([]);
  });
});

describe('actCalls', () => {
  test('a usual plan', () => {
    expect(actCalls(usual, 'R1')).toEqual([
      'write_file s1 system /etc/systemd/system/a.service',
      'reload_manager s2 system',
      'run_job start system s3 a.service',
      'settle 0 s4',
      'check_up system s4 a.service',
      'healthy s4',
    ]);
  });

  test('all units settle at once, for as long as the slowest needs', () => {
    const steps = numbered(health('a.service', 500), health('b.service', 5000), health('c.service', 0, user));
    const [settle, ...checks] = actCalls(steps, 'R1');
    expect(Number(settle?.split(' ')[1])).toBeGreaterThanOrEqual(5);
    expect(checks).toEqual([
      'check_up system s1 a.service s2 b.service',
      'check_up user:bob s3 c.service',
      ...['healthy s1', 'healthy s2', 'healthy s3'],
    ]);
  });

  test('checks come after the settling, each with its time in whole seconds', () => {
    const checks = { settle: 0, timeout: 1500, http: 'http://127.0.0.1/a b', command: 'test -e "$X"' };
    const steps = numbered({ do: 'health', scope: 'system', unit: 'a.service', health: checks });
    expect(actCalls(steps, 'R1').slice(2)).toEqual([
      "check_http s1 system a.service 2 'http://127.0.0.1/a b'",
      `check_command s1 system a.service 2 'test -e "$X"'`,
      'healthy s1',
    ]);
  });

  test('files to verify keep their own directory of drop-ins, and no other', () => {
    const files = [
      { path: '/etc/systemd/system/a.service', content: 'A' },
      { path: '/etc/systemd/system/a.service.d/x.conf', content: 'B' },
    ];
    const steps = numbered({ do: 'verify', scope: 'system', unit: 'a.service', strict: true, files });
    expect(actCalls(steps, 'R1')).toEqual(['verify_unit s1 yes a.service a.service A a.service.d/x.conf B']);
  });

  test('a user’s files to verify lie in a directory whose own name ends in .d', () => {
    const files = [{ path: '/home/bob.d/.config/systemd/user/a.service', content: 'A' }];
    const steps = numbered({ do: 'verify', scope: user, unit: 'a.service', strict: false, files });
    expect(actCalls(steps, 'R1')).toEqual(['verify_unit s1 no a.service a.service A']);
  });
});

describe('undoCalls', () => {
  test('what was started stops, files and links come back in reverse, then what ran before runs again', () => {
    const steps = numbered(
      ...[unit('stop', 'old.service'), write('/etc/a'), write('/etc/b')],
      ...[unit('enable', 'a.service'), { do: 'daemon-reload', scope: 'system' } as const],
      ...[unit('start', 'a.service'), health('a.service')],
    );
    expect(undoCalls(steps, 'R1')).toEqual([
      'undo_start system s6 a.service s1 old.service',
      'undo_file s3 system /etc/b',
      'undo_file s2 system /etc/a',
      'undo_links system s4',
      'undo_reload system',
      'undo_stop system s6 a.service s1 old.service',
    ]);
  });

  test('each manager is put back by itself, and lingering last', () => {
    const steps = numbered(
      ...[{ do: 'linger', scope: user, user: 'bob' } as const, write('/home/bob/a', 'x', user)],
      ...[unit('start', 'a.service', user), unit('start', 'b.service')],
    );
    expect(undoCalls(steps, 'R1')).toEqual([
      ...['undo_start user:bob s3 a.service', 'undo_start system s4 b.service'],
      'undo_file s2 user:bob /home/bob/a',
      ...['undo_reload user:bob', 'undo_reload system'],
      ...['undo_stop user:bob s3 a.service', 'undo_stop system s4 b.service'],
      'undo_linger s1 bob',
    ]);
  });
});
