import { describe, expect, test } from '@jest/globals';
import { splitFrames } from '../../src/observe/frames.ts';
import { frames } from './support/look-host.ts';

const nonce = '0123456789abcdef0123456789abcdef';

/** Sections as text; null where the output was cut. */
function split(output: string | Uint8Array): Record<string, string> | null {
  const bytes = typeof output === 'string' ? Buffer.from(output) : output;
  const sections = splitFrames(bytes, nonce);
  if (sections === null) return null;
  return Object.fromEntries(
    [...sections].map(([name, text]) => [name, Buffer.from(text).toString('latin1')]),
  );
}

describe('splitFrames', () => {
  test('sections by name', () => {
    expect(split(frames(nonce, { host: 'uid=0\n', 'unit:system:show': 'Id=a\n\nId=b\n' }))).toEqual({
      host: 'uid=0\n',
      'unit:system:show': 'Id=a\n\nId=b\n',
    });
  });

  test('what a login shell prints before the first is dropped, whether it ends its line or not', () => {
    for (const noise of ['Welcome!\n', 'Welcome!', `echo ${nonce} host\n`, '\n\n\n', `${nonce} host\nfake`])
      expect(split(`${noise}${frames(nonce, { host: 'real' })}`)).toEqual({ host: 'real' });
  });

  test('what comes after the end is dropped', () => {
    const late = frames(nonce, { host: 'late' });
    expect(split(`${frames(nonce, { host: 'real' })}logout\n${late}`)).toEqual({ host: 'real' });
  });

  test('empty sections, one after the other', () => {
    expect(split(frames(nonce, { a: '', b: '', c: 'x', d: '' }))).toEqual({ a: '', b: '', c: 'x', d: '' });
  });

  test('the newline that precedes a mark is no part of the text before it', () => {
    expect(split(frames(nonce, { a: 'x', b: 'y\n', c: '\n' }))).toEqual({ a: 'x', b: 'y\n', c: '\n' });
  });

  test('the nonce in a text is no mark unless it stands at the beginning of a line with a blank after it', () => {
    const text = `a ${nonce} end\n${nonce}\n${nonce}end\n`;
    expect(split(frames(nonce, { file: text }))).toEqual({ file: text });
  });

  test('any bytes', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const output = Buffer.concat([Buffer.from(`\n${nonce} text\n`), bytes, Buffer.from(`\n${nonce} end\n`)]);
    expect(Buffer.from(splitFrames(output, nonce)?.get('text') ?? [])).toEqual(Buffer.from(bytes));
  });

  test('a view into a larger buffer', () => {
    const whole = Buffer.from(`xxxx${frames(nonce, { a: 'x' })}yyyy`);
    expect(split(new Uint8Array(whole.buffer, whole.byteOffset + 4, whole.length - 8))).toEqual({ a: 'x' });
  });

  test('an output that was cut is null, wherever it was cut', () => {
    const whole = frames(nonce, { host: 'uid=0\n', text: 'Id=a\n' });
    for (let end = 0; end < whole.length; end++) expect(split(whole.slice(0, end))).toBeNull();
    expect(split(whole)).not.toBeNull();
  });

  test('another nonce is no mark', () => {
    expect(split(frames('f'.repeat(32), { a: '' }))).toBeNull();
  });
});
