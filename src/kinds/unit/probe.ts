import { createHash } from 'node:crypto';
import type { Probe } from '../../model/probe.ts';
import type { Scope } from '../../model/step.ts';
import type { Desired, DesiredUnit } from './desired.ts';
import { installLinks } from './text/install.ts';
import { parseUnitText } from './text/parse.ts';

/** One look for each manager that the entries name, whatever the number of units. */
export function probe(desired: readonly Desired[]): readonly Probe[] {
  const scopes = [...new Set(desired.map(({ scope }) => scope))];
  return scopes.map((scope) =>
    scopeProbe(
      scope,
      desired.filter((one) => one.scope === scope),
    ),
  );
}

function scopeProbe(scope: Scope, desired: readonly Desired[]): Probe {
  const named = desired.flatMap((one) => (one.type === 'unit' ? [one.name, ...alsoNamed(one)] : []));
  const asked = desired.flatMap((one) => (one.type === 'match' ? one.patterns : instancePattern(one)));
  const patterns = asked.filter(isGlob);
  // A pattern of one name is a name: systemctl takes it as such, and knows no escapes in it.
  const single = asked
    .filter((pattern) => !isGlob(pattern))
    .map((pattern) => pattern.replaceAll('\\\\', '\\'));
  const names = [...new Set([...named, ...single])];
  return {
    libraries: ['unit', 'verify'],
    function: 'look_unit',
    args: [scope, names.join(' '), patterns.join(' '), ...declaredFiles(desired)],
  };
}

function isGlob(pattern: string): boolean {
  return /[*?[]/.test(pattern);
}

/** What a text that the host has yet to get has in Also=: it is enabled with the unit. */
function alsoNamed({ name, file, dropIns }: DesiredUnit): readonly string[] {
  const texts = [...(file === undefined ? [] : [file]), ...(dropIns?.values() ?? [])];
  if (!texts.some((text) => text.includes('Also'))) return [];
  return installLinks(name, texts.map(parseUnitText))?.also ?? [];
}

/** Instances that are no longer declared are found by name. */
function instancePattern(one: Desired & { type: 'unit' }): readonly string[] {
  return one.instances === undefined ? [] : [one.name.replaceAll('\\', '\\\\').replace('@.', '@?*.')];
}

/** PATH SHA256 CONTENT of each file that the play would write, for `systemd-analyze verify` on the host. */
function declaredFiles(desired: readonly Desired[]): readonly string[] {
  const files: string[] = [];
  for (const one of desired) {
    if (one.type === 'match' || one.absent === true) continue;
    if (one.file !== undefined) files.push(one.name, sha256(one.file), one.file);
    for (const [name, text] of one.dropIns ?? []) files.push(`${one.name}.d/${name}`, sha256(text), text);
  }
  return files;
}

/** Hexadecimal SHA-256 of a text's UTF-8 bytes, or of bytes. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
