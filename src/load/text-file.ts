import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';

import type { Diagnostic, Place } from '../model/diagnostic.ts';

/** Why a file gives no text, as the end of a sentence that begins with its name. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of the path is not a directory',
  EISDIR: 'it is a directory, not a file',
  EACCES: 'you are not allowed to read it',
  EPERM: 'you are not allowed to read it',
  ELOOP: 'its symbolic links run in a circle',
  ENAMETOOLONG: 'the name is too long',
};

/** A file's text, or the end of a sentence on why there is none, with the place in it that is wrong. */
export type TextOrReason = { readonly text: string } | Unreadable;

export interface Unreadable {
  readonly reason: string;
  readonly hint?: string;
  readonly line?: number;
  readonly column?: number;
}

/** Reads a file whole as UTF-8, with the byte order mark if it has one. Bytes that are no UTF-8 are refused. */
export function readText(path: string): TextOrReason {
  const bytes = readBytes(path);
  if (typeof bytes === 'string') return { reason: bytes };
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  return isUtf8(bytes) ? { text } : notUtf8(bytes, text);
}

function readBytes(path: string): Uint8Array | string {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return reasons[code] ?? message;
  }
}

function notUtf8([first, second]: Uint8Array, decoded: string): Unreadable {
  const utf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const hint = 'save it as UTF-8';
  if (utf16) return { reason: 'it is UTF-16, not UTF-8', hint };
  const before = decoded.slice(0, decoded.indexOf('\uFFFD')).split('\n');
  const column = (before.at(-1)?.length ?? 0) + 1;
  return { reason: 'it holds bytes that are not UTF-8', hint, line: before.length, column };
}

/** The same as a diagnostic; `place` is where the file was asked for, if a document did. */
export function unreadable(file: string, problem: Unreadable, place?: Place): Diagnostic {
  const { reason, hint, line, column } = problem;
  const inside = line === undefined || column === undefined ? place : { file, line, column };
  return {
    severity: 'error',
    message: `cannot read ${file}: ${reason}`,
    ...(hint === undefined ? {} : { hint }),
    ...(inside === undefined ? {} : { place: inside }),
  };
}
