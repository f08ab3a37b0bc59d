import { describe, expect, test } from '@jest/globals';

import { unifiedDiff } from '../../src/kinds/text-diff.ts';

const path = '/etc/systemd/system/a.service';

describe('a unified diff of a file', () => {
  test('has three lines of context', () => {
    const from = '1\n2\n3\n4\n5\n6\n7\n8\n9\n';
    expect(unifiedDiff(path, from, from.replace('5', 'five'))).toBe(
      `--- ${path}\n+++ ${path}\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n`,
    );
  });

  test('of one that is created starts from /dev/null', () => {
    expect(unifiedDiff(path, null, 'a\nb\n')).toBe(`--- /dev/null\n+++ ${path}\n@@ -0,0 +1,2 @@\n+a\n+b\n`);
  });

  test('of one that is removed ends at /dev/null', () => {
    expect(unifiedDiff(path, 'a\n', null)).toBe(`--- ${path}\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-a\n`);
  });

  test('of an empty one that is created is its header', () => {
    expect(unifiedDiff(path, null, '')).toBe(`--- /dev/null\n+++ ${path}\n`);
  });

  test('marks a missing newline at the end', () => {
    expect(unifiedDiff(path, 'a', 'a\n')).toBe(
      `--- ${path}\n+++ ${path}\n@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+a\n`,
    );
  });

  test('shows a changed line end', () => {
    expect(unifiedDiff(path, 'a\r\n', 'a\n')).toBe(`--- ${path}\n+++ ${path}\n@@ -1,1 +1,1 @@\n-a\r\n+a\n`);
  });

  test('of equal contents is nothing', () => {
    expect(unifiedDiff(path, 'a\n', 'a\n')).toBe('');
    expect(unifiedDiff(path, null, null)).toBe('');
  });

  test('of two large texts with nothing in common is quick, and whole', () => {
    const text = (word: string): string =>
      Array.from({ length: 20_000 }, (_, i) => `${word} ${i}\n`).join('');
    const diff = unifiedDiff(path, text('old'), text('new'));
    expect(diff).toContain('@@ -1,20000 +1,20000 @@\n-old 0\n');
    expect(diff.endsWith('+new 19999\n')).toBe(true);
  });
});
