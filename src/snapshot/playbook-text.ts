/** A value of a playbook as we write it: texts, truth values, lists of texts, maps of them. */
export type PlaybookValue = string | boolean | readonly string[] | ReadonlyMap<string, string>;

/** One entry of `units`, its keys in the order they are written. */
export type PlaybookEntry = readonly (readonly [key: string, value: PlaybookValue])[];

/** The first words of a playbook that a pull wrote: by them the next one knows that it may write it anew. */
export const pulledMark = '# Pulled by fleetwright from ';

/** A play over one host, as text: the same entries give the same bytes. */
export function playbookText(host: string, entries: readonly PlaybookEntry[]): string {
  const lines = [
    `${pulledMark}${JSON.stringify(host)}: the next \`fleetwright units pull\` writes this file and units/ anew.`,
    `- name: ${scalar(`units of ${host}`)}`,
    `  hosts: ${scalar(host)}`,
    ...(entries.length === 0 ? [] : ['  units:']),
    ...entries.flatMap((entry) =>
      entry
        .flatMap(([key, value]) => valueLines(key, value))
        .map((line, index) => `    ${index === 0 ? '- ' : '  '}${line}`),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function valueLines(key: string, value: PlaybookValue): readonly string[] {
  if (typeof value === 'boolean') return [`${key}: ${String(value)}`];
  if (typeof value === 'string') return [`${key}: ${scalar(value)}`];
  if (!isMap(value)) return [`${key}: [${value.map(scalar).join(', ')}]`];
  if (value.size === 0) return [`${key}: {}`];
  return [`${key}:`, ...[...value].map(([name, text]) => `  ${scalar(name)}: ${scalar(text)}`)];
}

function isMap(value: readonly string[] | ReadonlyMap<string, string>): value is ReadonlyMap<string, string> {
  return value instanceof Map;
}

const words: ReadonlySet<string> = new Set(['true', 'false', 'null', 'yes', 'no', 'on', 'off', 'y', 'n']);

/** Bare where YAML reads it as the text it is, else in double quotes: JSON's escapes are YAML's too. */
function scalar(text: string): string {
  const isPlain = /^[A-Za-z0-9_][A-Za-z0-9_./@\\-]*$/.test(text) && !words.has(text.toLowerCase());
  return isPlain && Number.isNaN(Number(text)) ? text : JSON.stringify(text);
}
