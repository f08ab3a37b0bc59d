import { describe, expect, test } from '@jest/globals';

import { printable, printableLines } from '../../src/model/printable.ts';

describe('text of a stranger', () => {
  test('comes out as it is when it is plain, in any script', () => {
    for (const text of ['', 'ollama.service', 'größe → 中文 🙂', 'a\\x1bb'])
      expect(printable(text)).toBe(text);
  });

  test.each([
    ['an escape sequence', '\u001b[31mred', '\\x1b[31mred'],
    ['a newline, a return, a tab', 'a\nb\rc\td', 'a\\nb\\rc\\td'],
    ['NUL and DEL', '\u0000\u007f', '\\x00\\x7f'],
    ['a C1 control (CSI in one byte)', '\u009b2J', '\\x9b2J'],
    ['a bidirectional override', 'exe.\u202egnp', 'exe.\\u{202e}gnp'],
    ['a bidirectional isolate', '\u2066a\u2069', '\\u{2066}a\\u{2069}'],
    ['a zero-width space, a byte order mark', 'a\u200bb\ufeff', 'a\\u{200b}b\\u{feff}'],
    ['a line separator', 'a\u2028b', 'a\\u{2028}b'],
    ['an invisible tag', 'a\u{e0041}', 'a\\u{e0041}'],
    ['a lone surrogate', 'a\ud800b', 'a\\u{d800}b'],
  ])('shows %s, and never sends it', (_name, text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  test('is safe once it was made safe', () => {
    const text = printable('\u001b]0;title\u0007\u202e');
    expect(printable(text)).toBe(text);
  });

  test('of several lines keeps its lines and tabs', () => {
    expect(printableLines('a\tb\r\n\u001bc\n')).toEqual(['a\tb\\r', '\\x1bc']);
  });
});
