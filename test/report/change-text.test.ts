import { describe, expect, test } from '@jest/globals';

import { unifiedDiff } from '../../src/kinds/text-diff.ts';
import type { Change, Difference } from '../../src/model/plan.ts';
import type { Step } from '../../src/model/step.ts';
import { changeText } from '../../src/report/change-text.ts';
import { driftText } from '../../src/report/drift-text.ts';
import { textStyle } from '../../src/report/text-style.ts';
import { aHost, aPlan, change, converged } from './support/build.ts';

const plain = { width: 80, colour: false, verbose: false };
const path = '/etc/systemd/system/a.service';
const text = (difference: Difference, verbose = false): string =>
  changeText(
    { address: 'unit/a.service', differences: [difference], steps: [] },
    textStyle({ ...plain, verbose }, 'plan'),
  )
    .slice(1)
    .join('\n');
const signOf = (...differences: readonly Difference[]): string =>
  changeText({ address: 'unit/a.service', differences, steps: [] }, textStyle(plain, 'plan'))[0]!;

describe('a change', () => {
  test('has the sign of what becomes of its texts', () => {
    const made = { field: 'file', diff: unifiedDiff(path, null, 'a\n') };
    const removed = { field: 'file', diff: unifiedDiff(path, 'a\n', null) };
    const value = { field: 'enabled', from: false, to: true };
    expect(signOf(made, value)).toBe('  + unit/a.service');
    expect(signOf(removed, value)).toBe('  - unit/a.service');
    expect(signOf(made, removed)).toBe('  ~ unit/a.service');
    expect(signOf(value)).toBe('  ~ unit/a.service');
    expect(signOf({ ...made, field: 'drop_ins/a.conf' })).toBe('  ~ unit/a.service');
  });

  test('shows values as a person would say them', () => {
    expect(text({ field: 'enabled', from: false, to: true })).toBe('      enabled: false → true');
    expect(text({ field: 'links', from: [], to: ['a', 'b'] })).toBe('      links: none → a, b');
    expect(text({ field: 'mode', from: null, to: '' })).toBe('      mode: none → ""');
  });

  test('counts what becomes of entries of a tree, in place of nothing', () => {
    const added = { field: 'added', from: null, to: '2 files (5 bytes): a, b' };
    expect(text(added)).toBe('      added: 2 files (5 bytes): a, b');
    expect(text({ ...added, to: `2 files: ${'a'.repeat(60)}, ${'b'.repeat(20)}` })).toBe(
      `      added:\n        2 files: ${'a'.repeat(60)},\n        ${'b'.repeat(20)}`,
    );
    const differences = [added, { ...added, field: 'deleted' }];
    const plan = aPlan([aHost('web-1', { changes: [{ ...change, differences }] })]);
    expect(driftText(plan, plain)).toMatch(/ {6}missing: 2 files [^]* {6}not declared: 2 files /);
  });

  test('has the sign of a private file, too, of which no text is shown', () => {
    expect(signOf({ field: 'file', from: null, to: '1 line' })).toBe('  + unit/a.service');
    expect(signOf({ field: 'file', from: '1 line', to: null })).toBe('  - unit/a.service');
    expect(signOf({ field: 'file', from: '1 line', to: '2 lines' })).toBe('  ~ unit/a.service');
  });

  test('puts values that do not fit on lines of their own', () => {
    const [from, to] = ['a'.repeat(50), 'b'.repeat(50)];
    const wide = { field: 'x', from, to };
    expect(text(wide)).toBe(`      x:\n        ${from}\n        → ${to}`);
    const plan = aPlan([aHost('web-1', { changes: [{ ...change, differences: [wide] }] })]);
    expect(driftText(plan, plain)).toContain(`x:\n        is ${from}\n        declared ${to}\n`);
  });

  test('shows a new text without a hunk header', () => {
    expect(text({ field: 'file', diff: unifiedDiff(path, null, 'a\nb\n') })).toBe(
      `      file: ${path}, new\n        +a\n        +b`,
    );
    expect(text({ field: 'file', diff: unifiedDiff(path, null, '') })).toBe(
      `      file: ${path}, new, empty`,
    );
  });

  test('names each entry of a tree with -v', () => {
    const entry = { type: 'file', owner: 'root:root', mode: '0644', size: 1, sha256: 'a' } as const;
    const place: Extract<Step, { do: 'place' }> = {
      ...{ id: 's1', phase: 'content', scope: 'system', path: '/opt/a', key: 'k', because: 'it differs' },
      do: 'place',
      ...{ from: { source: 'a' }, parents: [], restarts: [] },
      put: [
        { ...entry, path: 'new', type: 'directory', was: null },
        { ...entry, path: 'changed\u001b', was: 'f 644 root:root 1 1' },
      ],
      remove: [{ path: 'gone', type: 'file', was: 'f 644 root:root 1 1' }],
    };
    const lines = (verbose: boolean): readonly string[] =>
      changeText(
        { address: 'tree/opt/a', differences: [], steps: [place] },
        textStyle({ ...plain, verbose }, 'plan'),
      ).slice(2);
    expect(lines(true)).toEqual(['           + new/', '           ~ changed\\x1b', '           - gone']);
    expect(lines(false)).toEqual([]);
    const root = { ...entry, path: '.', type: 'directory', was: null } as const;
    const signed = (put: typeof place.put): string =>
      changeText(
        { address: 'tree/opt/a', differences: [], steps: [{ ...place, put }] },
        textStyle(plain, 'plan'),
      )[0]!;
    expect([signed([root]), signed([{ ...root, was: 'd 755 root:root' }])]).toEqual([
      '  + tree/opt/a',
      '  ~ tree/opt/a',
    ]);
  });

  test('shortens a long diff, unless -v', () => {
    const diff = unifiedDiff(path, null, Array.from({ length: 100 }, (_, i) => `${i}\n`).join(''));
    const lines = text({ field: 'file', diff }).split('\n');
    expect(lines).toHaveLength(26);
    expect(lines.at(-1)).toBe('        … 76 more lines; -v shows them');
    expect(text({ field: 'file', diff }, true).split('\n')).toHaveLength(101);
  });

  test('does not cut where cutting would save next to nothing', () => {
    const diff = unifiedDiff(path, null, Array.from({ length: 27 }, (_, i) => `${i}\n`).join(''));
    expect(text({ field: 'file', diff })).not.toContain('more lines');
  });

  test('of the ninth group on tells only how much a text differs', () => {
    const own = (i: number): Change => ({ ...change, address: `unit/a${i}.service` });
    const plan = aPlan(Array.from({ length: 9 }, (_, i) => aHost(`h${i}`, { changes: [own(i)] })));
    const blocks = driftText(plan, plain).split('\n\n');
    expect(blocks[7]).toContain('+ExecStart=/bin/b');
    expect(blocks[8]).toContain('file: /etc/systemd/system/web.service, differs (+1 -1)');
  });
});

describe('drift', () => {
  test('says what is and what is declared, and no steps', () => {
    expect(driftText(aPlan([aHost('web-1'), converged('web-2')]), plain)).toBe(
      `web-1
  ~ unit/web.service
      enabled: is false, declared true
      file: /etc/systemd/system/web.service, differs
        @@ -1,2 +1,2 @@
         [Service]
        -ExecStart=/bin/a
        +ExecStart=/bin/b

2 hosts: 1 drifted, 1 as declared.
In texts, - is what the host has and + what is declared.
`,
    );
  });

  test('that there is none of is one line', () => {
    expect(driftText(aPlan([converged('a')]), plain)).toBe('1 host: no drift.\n');
  });
});
