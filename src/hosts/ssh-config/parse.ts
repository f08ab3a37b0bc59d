import SSHConfig from 'ssh-config';
import type { Line, Match, Section } from 'ssh-config';
import type { Condition, ConfigNode } from './node.ts';

/** An `Include` line before the files it names are read. */
export type ParsedNode =
  | Extract<ConfigNode, { type: 'setting' }>
  | { readonly type: 'section'; readonly condition: Condition; readonly nodes: readonly ParsedNode[] }
  | { readonly type: 'include'; readonly patterns: readonly string[] };

/**
 * Parses the text of one ssh_config file. The package's own evaluation is not used: it runs the commands of `Match exec`
 * and leaves `Include` to the caller. Throws an Error with the parser's message when the text is no configuration.
 */
export function parseConfig(text: string, file: string): readonly ParsedNode[] {
  return nodesOf(SSHConfig.parse(text.replaceAll('\r\n', '\n')), file);
}

function nodesOf(lines: Iterable<Line>, file: string): readonly ParsedNode[] {
  return [...lines].flatMap((line): ParsedNode[] => {
    if (!('param' in line)) return [];
    const keyword = line.param.trim().toLowerCase();
    const words = wordsOf(line.value);
    if (isSection(line))
      return [{ type: 'section', condition: conditionOf(line, words), nodes: nodesOf(line.config, file) }];
    if (keyword === 'include') return [{ type: 'include', patterns: words }];
    return [{ type: 'setting', keyword, words, file }];
  });
}

function isSection(line: Line): line is Section {
  return 'config' in line;
}

function wordsOf(value: Section['value']): readonly string[] {
  return typeof value === 'string' ? [value] : value.map((word) => word.val);
}

function conditionOf(section: Section | Match, words: readonly string[]): Condition {
  if (!('criteria' in section)) return { type: 'host', patterns: words };
  const criteria = Object.entries(section.criteria).map(([name, value]) => ({
    name: name.replace(/^!/, '').toLowerCase(),
    negated: name.startsWith('!'),
    argument: wordsOf(value).join(' '),
  }));
  return { type: 'match', criteria };
}
