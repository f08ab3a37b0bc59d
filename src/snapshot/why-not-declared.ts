import type { DesiredUnit } from '../kinds/unit/desired.ts';
import { parseUnitName } from '../kinds/unit/name.ts';
import { lintUnit } from '../kinds/unit/text/lint.ts';
import { printable } from '../model/printable.ts';

/** Names of drop-ins that are a safe path here, and that a playbook's schema takes. */
const safeDropIn = /^[A-Za-z0-9_][A-Za-z0-9:_.@+=,-]{0,194}\.conf$/;

const strange: readonly (readonly [RegExp, string])[] = [
  [/^\uFEFF/, 'begins with a byte order mark'],
  [/\r/, 'has CRLF line ends'],
  [/\0/, 'holds a NUL byte'],
];

/** Why the files of a unit cannot stand in a pulled directory; undefined where they can. */
export function whyNotDeclared({ name, file, dropIns }: DesiredUnit): string | undefined {
  const parsed = parseUnitName(name);
  if (typeof parsed === 'string') return parsed;
  const odd = [...(dropIns?.keys() ?? [])].find((drop) => !safeDropIn.test(drop));
  if (odd !== undefined) return `the name of its drop-in ${printable(JSON.stringify(odd))} is none we write`;
  const drops = [...(dropIns ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
  const texts = [...(file === undefined ? [] : [[name, file] as const]), ...drops];
  for (const [where, text] of texts) {
    const found = strange.find(([pattern]) => pattern.test(text));
    if (found !== undefined) return `${where} ${found[1]}, which no playbook's file may`;
  }
  if (file === '') return `${name} is empty`;
  if (file === undefined) return undefined;
  const problem = lintUnit(
    name,
    texts.map(([, text]) => text),
  ).find(({ severity }) => severity === 'error');
  return problem && `systemd refuses ${texts[problem.text]?.[0] ?? name}: ${problem.message}`;
}
