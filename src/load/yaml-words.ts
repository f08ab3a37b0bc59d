import type { ErrorCode } from 'yaml';

import type { Diagnostic } from '../model/diagnostic.ts';
import type { Parsed } from './parse-yaml.ts';
import { placeAt } from './source-document.ts';

interface Words {
  readonly message: string;
  readonly hint?: string;
}

/** What the parser stumbled over: its own message, the character there and the rest of the line. */
interface Stumble {
  readonly message: string;
  readonly char: string;
  readonly rest: string;
}

const lookAround = 'look at the indentation and the quotes here and on the line above';

/** The yaml package's errors that people meet, told as somebody would who looks at the text with them. */
const words: Readonly<Partial<Record<ErrorCode, (stumble: Stumble) => Words>>> = {
  TAB_AS_INDENT: () => ({ message: 'a tab cannot indent YAML', hint: 'use spaces' }),
  MULTIPLE_DOCS: () => ({
    message: 'the file holds several documents (`---`)',
    hint: 'one file is one document: a playbook with several plays is a list of them',
  }),
  BAD_INDENT: ({ message }) => {
    const flow = /^Flow (map|sequence)/.exec(message);
    if (flow === null) return { message: 'the indentation fits nothing above', hint: lookAround };
    return { message: `a \`${flow[1] === 'map' ? '{' : '['}\` above is never closed` };
  },
  BLOCK_AS_IMPLICIT_KEY: ({ rest }) =>
    /:(\s|$)/.test(rest)
      ? {
          message: 'a second `key:` on one line',
          hint: 'put the value in quotes when the colon is part of it',
        }
      : { message: 'the line below is indented under a key that has a value already', hint: lookAround },
  MULTILINE_IMPLICIT_KEY: ({ rest }) => ({ message: `\`${rest.trim()}\` is not followed by \`:\`` }),
  MISSING_CHAR: ({ message }) => {
    const quote = /^Missing closing (["'])/.exec(message)?.[1];
    if (quote !== undefined) return { message: `a \`${quote}\` is never closed` };
    return { message: 'a `:` is missing', hint: lookAround };
  },
  BAD_SCALAR_START: ({ char }) => ({ message: `a value that begins with \`${char}\` needs quotes` }),
  BAD_ALIAS: () => ({ message: 'a value that begins with `*` needs quotes', hint: 'an alias is `*name`' }),
  BAD_DQ_ESCAPE: ({ rest }) => ({
    message: `\`${rest.slice(0, 2)}\` is no escape that YAML knows`,
    hint: 'a backslash in double quotes is written `\\\\`; in single quotes it is just itself',
  }),
  NON_STRING_KEY: ({ char }) =>
    char === '{'
      ? { message: 'a value that begins with `{{` needs quotes', hint: 'write "{{ … }}"' }
      : { message: 'a key must be text' },
  TAG_RESOLVE_FAILED: ({ rest }) => ({
    message: `\`${rest.split(/\s/, 1)[0] ?? ''}\` is a tag, and none is known here`,
    hint: 'put the value in quotes when it is text that begins with `!`',
  }),
  UNEXPECTED_TOKEN: ({ rest }) => ({ message: `\`${rest.trim()}\` does not belong here`, hint: lookAround }),
};

/** What the yaml package reports, errors and warnings alike. */
export interface YamlProblem {
  readonly code: ErrorCode;
  readonly message: string;
  readonly pos: readonly [number, number];
}

/** An error of the yaml package → a diagnostic. Its warnings (unknown tags) are errors here. */
export function inPlainWords(parsed: Parsed, error: YamlProblem): Diagnostic {
  const [start, end] = error.pos;
  const rest = parsed.text.slice(start).split(/\r?\n/, 1)[0] ?? '';
  const message = error.message.split('\n', 1)[0] ?? '';
  const told = words[error.code]?.({ message, char: parsed.text.charAt(start), rest });
  const own = { message: message.charAt(0).toLowerCase() + message.slice(1) };
  return { severity: 'error', ...(told ?? own), place: placeAt(parsed, start, end) };
}
