import type { ErrorCode } from 'yaml';
import { isScalar, visit } from 'yaml';

import type { Diagnostic } from '../model/diagnostic.ts';
import type { Parsed } from './parse-yaml.ts';
import { placeAt } from './source-document.ts';

/** What the yaml package reports, errors and warnings alike. */
export interface YamlProblem {
  readonly code: ErrorCode;
  readonly message: string;
  readonly pos: readonly [number, number];
}

interface Words {
  readonly message: string;
  readonly hint?: string;
  /** Where to point instead: the parser notices some mistakes long after they were made. */
  readonly at?: number;
  /** How much to underline; without it what the parser says. */
  readonly length?: number;
}

/** What the parser stumbled over: its own message, where, the character there and the rest of the line. */
interface Stumble {
  readonly parsed: Parsed;
  readonly message: string;
  readonly start: number;
  readonly char: string;
  readonly rest: string;
}

const look = 'look at the indentation and the quotes here and on the line above';

/** The errors that people meet, told as somebody would who looks at the text with them. */
const words: Readonly<Partial<Record<ErrorCode, (stumble: Stumble) => Words>>> = {
  TAB_AS_INDENT: () => ({ message: 'a tab cannot indent YAML', hint: 'use spaces' }),
  MULTIPLE_DOCS: () => ({
    message: 'the file holds several documents (`---`)',
    hint: 'one file is one document: a playbook with several plays is a list of them',
  }),
  BAD_INDENT: (stumble) => (stumble.message.startsWith('Flow ') ? neverClosed(stumble) : badIndent(stumble)),
  BLOCK_AS_IMPLICIT_KEY: (stumble) => {
    if (stumble.message.includes('sequence')) return badIndent(stumble);
    const length = stumble.rest.trimEnd().length;
    return /:(\s|$)/.test(stumble.rest)
      ? {
          message: 'a second `key:` on one line',
          hint: 'put the value in quotes when the colon is part of it',
          length,
        }
      : { message: 'the line below is indented under a key that has a value already', hint: look, length };
  },
  MULTILINE_IMPLICIT_KEY: ({ rest }) => ({ message: `\`${rest.trim()}\` is not followed by \`:\`` }),
  MISSING_CHAR: missingCharacter,
  BAD_SCALAR_START: ({ char }) => ({ message: `a value that begins with \`${char}\` needs quotes` }),
  BAD_ALIAS: () => ({ message: 'a value that begins with `*` needs quotes', hint: 'an alias is `*name`' }),
  BAD_DQ_ESCAPE: ({ rest }) => ({
    message: `\`${rest.slice(0, 2)}\` is no escape that YAML knows`,
    hint: 'a backslash in double quotes is written `\\\\`; in single quotes it is just itself',
    length: 2,
  }),
  NON_STRING_KEY: ({ char }) =>
    char === '{'
      ? { message: 'a value that begins with `{{` needs quotes', hint: 'write "{{ … }}"' }
      : { message: 'a key must be text' },
  TAG_RESOLVE_FAILED: ({ rest }) => ({
    message: `\`${rest.split(/\s/, 1)[0] ?? ''}\` is a tag, and none is known here`,
    hint: 'put the value in quotes when it is text that begins with `!`',
  }),
  UNEXPECTED_TOKEN: ({ parsed, start, rest }) => {
    const indent = /[^\n]*$/.exec(parsed.text.slice(0, start))?.[0] ?? '';
    const tab = indent.trim() === '' ? indent.indexOf('\t') : -1;
    if (tab !== -1)
      return {
        message: 'a tab cannot indent YAML',
        hint: 'use spaces',
        at: start - indent.length + tab,
        length: 1,
      };
    return { message: `\`${rest.trim()}\` does not belong here`, hint: look, length: rest.trimEnd().length };
  },
};

function missingCharacter(stumble: Stumble): Words {
  const { message, char } = stumble;
  if (message.startsWith('Missing closing') || message.startsWith('Flow ')) return neverClosed(stumble);
  if (message.startsWith('Sequence')) return badIndent(stumble);
  if (!message.startsWith('Missing ,')) return { message: 'a `:` is missing', hint: look };
  if (char === '[') return { message: 'inside braces a name with `[…]` needs quotes' };
  return { message: 'a `,` or a `:` is missing', hint: look };
}

function badIndent({ start, rest }: Stumble): Words {
  const blanks = rest.length - rest.trimStart().length;
  const length = rest.trim().length;
  return {
    message: 'the line fits nothing above by its indentation',
    hint: look,
    at: start + blanks,
    length,
  };
}

/** Quotes and brackets are missed where the text ends; the eye looks for them where they were opened. */
function neverClosed({ parsed: { doc, text }, start }: Stumble): Words {
  let opened = start;
  const open = (range: readonly number[] | null | undefined): void => {
    if (range?.[0] !== undefined && range[0] < start && (range[1] ?? 0) >= start - 1)
      [opened = start] = range;
  };
  visit(doc, {
    Node: (_, node) => {
      const isOpen = isScalar(node)
        ? /^["']/.test(text.charAt(node.range?.[0] ?? 0))
        : 'flow' in node && node.flow;
      if (isOpen) open(node.range);
    },
  });
  return { message: `a \`${text.charAt(opened)}\` is never closed`, at: opened, length: 1 };
}

/** An error of the yaml package → a diagnostic. Its warnings (unknown tags) are errors here. */
export function inPlainWords(parsed: Parsed, problem: YamlProblem): Diagnostic {
  const [start, end] = problem.pos;
  const rest = parsed.text.slice(start).split(/\r?\n/, 1)[0] ?? '';
  const message = problem.message.split('\n', 1)[0] ?? '';
  const told = words[problem.code]?.({ parsed, message, start, char: parsed.text.charAt(start), rest });
  const own = { message: message.charAt(0).toLowerCase() + message.slice(1) };
  const { at = start, length, ...sentence }: Words = told ?? own;
  const place = placeAt(parsed, at, length === undefined ? Math.max(end, at + 1) : at + length);
  return { severity: 'error', ...sentence, place };
}
