import { describe, expect, test } from '@jest/globals';

import { planText } from '../../src/report/plan-text.ts';
import { aHost, aPlan, change, converged } from './support/build.ts';

const plain = { width: 80, colour: false, verbose: false };
const names = (count: number): readonly string[] => Array.from({ length: count }, (_, i) => `web-${i + 1}`);

describe('a plan', () => {
  test('with nothing to do is one line', () => {
    expect(planText(aPlan(['a', 'b', 'c'].map(converged)), plain)).toBe('3 hosts: nothing to do.\n');
    expect(planText(aPlan([converged('a')]), plain)).toBe('1 host: nothing to do.\n');
  });

  test('of one host shows fields, diff, steps with why, totals, and what to type next', () => {
    expect(
      planText(aPlan([aHost('web-1'), converged('web-2')]), { ...plain, next: 'fleetwright apply' }),
    ).toBe(
      `web-1
  ~ unit/web.service
      enabled: false → true
      file: /etc/systemd/system/web.service, changed
        @@ -1,2 +1,2 @@
         [Service]
        -ExecStart=/bin/a
        +ExecStart=/bin/b
      1. write /etc/systemd/system/web.service — its text differs
      2. daemon-reload — unit files change
      3. restart web.service — it runs since before its file changed

2 hosts: 1 to change, 1 with nothing to do.
1 change (~1) in 3 steps, 1 stop or restart.

Next: fleetwright apply
`,
    );
  });

  test('says the same things once for hosts that are alike', () => {
    const text = planText(aPlan(names(10).map((name) => aHost(name))), plain);
    expect(text).toContain('web-1, web-2 and 8 more — 10 hosts alike\n');
    expect(text.match(/unit\/web\.service/g)).toHaveLength(1);
    expect(text).toContain('10 changes (~10) in 30 steps, 10 stops or restarts.');
  });

  test('names all hosts with -v, and those with nothing to do', () => {
    const text = planText(aPlan([...names(4).map((name) => aHost(name)), converged('ok')]), {
      ...plain,
      verbose: true,
    });
    expect(text).toContain('web-1, web-2, web-3, web-4\n  ~ unit');
    expect(text).toContain('ok — nothing to do\n');
  });

  test('has blocked and unreachable hosts last, with the reason', () => {
    const blocked = aHost('b', {
      status: 'blocked',
      changes: [],
      reasons: ['unit/x.service: has no [Install]'],
    });
    const gone = aHost('c', { status: 'unreachable', changes: [], reasons: ['connection refused'] });
    const text = planText(aPlan([gone, blocked, aHost('a')]), plain);
    expect(text.slice(text.indexOf('! '))).toBe(
      `! b — blocked; nothing there will be touched
    unit/x.service: has no [Install]

! c — unreachable
    connection refused

3 hosts: 1 to change, 1 blocked, 1 unreachable.
1 change (~1) in 3 steps, 1 stop or restart.
`,
    );
  });

  test('says each warning once, with its hosts, and keeps such hosts in their group', () => {
    const warnings = ['web.service: line 3: unknown key'];
    const text = planText(aPlan(names(5).map((name) => aHost(name, { warnings }))), plain);
    expect(text).toContain('web-1, web-2 and 3 more — 5 hosts alike\n  ~');
    expect(text).toContain('warning — web-1, web-2 and 3 more\n    web.service: line 3: unknown key\n');
  });

  test('warns about hosts with nothing to do', () => {
    const text = planText(
      aPlan([{ ...converged('a'), warnings: ['an earlier run was interrupted'] }]),
      plain,
    );
    expect(text).toBe('warning — a\n    an earlier run was interrupted\n\n1 host: nothing to do.\n');
  });

  test('tells the batches of a rollout', () => {
    const rollouts = [
      { batches: [['web-1'], ['web-2', 'web-3']], maxFailures: 0, pause: 10_000, onFailure: 'rollback' },
    ] as const;
    const text = planText(
      aPlan(
        names(3).map((name) => aHost(name)),
        { rollouts },
      ),
      plain,
    );
    expect(text).toContain(
      'In 2 batches (1 + 2 hosts, 10 s apart); the first failure ends the run, what\nfails is rolled back.\n',
    );
  });
});

describe('its lines', () => {
  const prose = (text: string): readonly string[] =>
    text.split('\n').filter((line) => !/^ {8}[-+ @]/.test(line));

  test('stay within the width, except for what must be whole to be copied', () => {
    const why =
      'the link multi-user.target.wants/web.service that its [Install] section asks for is not there';
    const step = { ...change.steps[2]!, because: why };
    const reasons = [
      'unit/very-long-name.service: cannot be enabled, its unit file has no [Install] section; add one',
    ];
    const hosts = [
      aHost('web-1', { changes: [{ ...change, steps: [step] }] }),
      aHost('web-2', { status: 'blocked', reasons, changes: [] }),
    ];
    for (const width of [60, 80, 120]) {
      for (const line of prose(planText(aPlan(hosts), { ...plain, width })))
        expect(line.length).toBeLessThanOrEqual(width);
    }
  });

  test('carry no escape code without colour, and the same text with it', () => {
    const hosts = [aHost('a'), aHost('b', { status: 'blocked', reasons: ['no'], warnings: ['w'] })];
    const [without, withColour] = [false, true].map((colour) => planText(aPlan(hosts), { ...plain, colour }));
    expect(without).not.toContain('\u001b');
    expect(withColour).toContain('\u001b[32m');
    // eslint-disable-next-line no-control-regex
    expect(withColour!.replaceAll(/\u001b\[\d+m/g, '')).toBe(without);
  });

  test('never send what a host put into a name, a value, a reason or a text', () => {
    const evil = '\u001b[2J\u009b\u202e\r';
    const host = aHost(`h${evil}`, {
      warnings: [evil],
      changes: [
        {
          address: `unit/${evil}`,
          differences: [
            { field: evil, from: evil, to: [evil, { [evil]: evil }] },
            { field: 'file', diff: `--- a${evil}\n+++ b${evil}\n@@ -1 +1 @@\n-${evil}\n+${evil}\n` },
          ],
          steps: [{ ...change.steps[2]!, because: evil, unit: evil } as (typeof change.steps)[number]],
        },
      ],
    });
    const blocked = aHost('b', { status: 'blocked', reasons: [evil], changes: [] });
    // eslint-disable-next-line no-control-regex
    const sent = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/;
    expect(planText(aPlan([host, blocked]), plain)).not.toMatch(sent);
  });
});
