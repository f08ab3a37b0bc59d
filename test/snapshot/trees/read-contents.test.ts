import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { contentReader, type AskedFile } from '../../../src/snapshot/trees/read-contents.ts';
import { readTreeHashes } from '../../../src/snapshot/trees/read-hashes.ts';

function asked(path: string, text: string): AskedFile {
  return { path, size: text.length, sha256: createHash('sha256').update(text).digest('hex') };
}

const files = [asked('a', 'one'), asked('d/empty', ''), asked('d/raw\\xff', 'two')];
const honest = '3 a\0one0 d/empty\x003 d/raw\xff\0twoend\0';

/** What comes of an answer that arrives in pieces of that size: what was handed on, and what is wrong. */
function read(answer: string, piece = 1): readonly [string, string | undefined] {
  let got = '';
  const sink = {
    begin: ({ path }: AskedFile) => void (got += `<${path}>`),
    write: (bytes: Uint8Array) => void (got += Buffer.from(bytes).toString('latin1')),
    end: () => void (got += '.'),
  };
  const reader = contentReader(files, sink);
  const bytes = Buffer.from(answer, 'latin1');
  for (let at = 0; at < bytes.length; at += piece) reader.push(bytes.subarray(at, at + piece));
  return [got, reader.finish()];
}

describe('the contents that a host sends', () => {
  test.each([1, 2, 7, 1000])('arrive in pieces of %i bytes', (piece) => {
    expect(read(honest, piece)).toEqual(['<a>one.<d/empty>.<d/raw\\xff>two.', undefined]);
  });

  const strange = 'the host sent something else than it was asked for';
  test.each([
    ['another name', '3 ../../x\0one', '', strange],
    ['an absolute name', '3 /etc/passwd\0one', '', strange],
    ['another size', '4 a\0onex', '', strange],
    ['more bytes than it said', '3 a\0onemore\x000 d/empty\0', '<a>one.', strange],
    ['fewer bytes than it said', '3 a\0on', '<a>on', 'not all of it arrived'],
    ['fewer, and then the next', `3 a\0on${honest.slice(7)}`, '<a>on0', 'a changed while it was read'],
    ['other bytes than were seen', '3 a\0two', '<a>two', 'a changed while it was read'],
    ['something after the end', `${honest}3 more\0`, '<a>one.<d/empty>.<d/raw\\xff>two.', strange],
    ['an end too early', 'end\0', '', strange],
    ['nothing', '', '', 'not all of it arrived'],
    ['that a file is none any more', '- a\0', '', 'a went away, or is no file any more'],
    ['a name without an end', 'x'.repeat(100_000), '', strange],
  ])('are refused where it sends %s', (_, answer, got, why) => {
    expect(read(answer, 4096)).toEqual([got, why]);
  });
});

describe('the hashes that a host sends', () => {
  const hash = 'a'.repeat(64);
  test('belong to the directory that was told last', () => {
    const bytes = Buffer.from(`/.\0${hash}  ./a\0/d\0${hash}  ./b\nc\0end\0`);
    expect([...(readTreeHashes(bytes) ?? [])]).toEqual([
      ['a', hash],
      ['d/b\nc', hash],
    ]);
  });

  test.each([`${hash}  ./a\0end\0`, `/.\0no hash\0end\0`, `/.\0${hash}  ./a\0`, ''])('%j is none', (text) => {
    expect(readTreeHashes(Buffer.from(text))).toBeUndefined();
  });
});
