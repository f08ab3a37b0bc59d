import { readText, unreadable } from '../load/text-file.ts';
import type { Diagnostic, Place } from '../model/diagnostic.ts';
import { parseTemplate } from './template.ts';
import type { Template } from './template.ts';

/** Reads and parses a template file, or says why not; a reason that lies in the path comes without a place. */
export function readTemplate(file: string): Template | readonly Diagnostic[] {
  const read = readText(file);
  if ('reason' in read) return [unreadable(file, read)];
  const strange = strangeCharacters(file, read.text);
  if (strange.length > 0) return strange;
  return parseTemplate(read.text, (line, column, length): Place => ({ file, line, column, length }));
}

const strangers: readonly (readonly [RegExp, string, string])[] = [
  [/^\uFEFF/, 'the file begins with a byte order mark', 'save it as UTF-8 without one'],
  [
    /\r/,
    'the file has CRLF line ends',
    'save it with LF line ends; git: `* text=auto eol=lf` in .gitattributes',
  ],
  [/\0/, 'the file holds a NUL byte', 'it is not a text'],
];

/** What no file that goes to a host's /etc may hold; systemd would misread or refuse it. */
function strangeCharacters(file: string, text: string): readonly Diagnostic[] {
  return strangers.flatMap(([pattern, message, hint]): readonly Diagnostic[] => {
    const index = text.search(pattern);
    if (index === -1) return [];
    const before = text.slice(0, index).split('\n');
    const place = { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
    return [{ severity: 'error', message, hint, place }];
  });
}
