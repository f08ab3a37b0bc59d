import { call } from '../hosts/quote.ts';
import { shell } from '../hosts/script.ts';
import type { Probe } from '../model/probe.ts';

/** The script of one look: the constant functions that the probes name, then one call each, then the end mark. */
export function lookScript(probes: readonly Probe[], nonce: string): string {
  const libraries = new Set(probes.flatMap((probe) => probe.libraries));
  return [
    shell('common', 'look', ...libraries),
    `NONCE=${nonce}`,
    'look() {',
    'look_host || return',
    ...probes.map((probe) => call(probe.function, ...probe.args)),
    '}',
    'look </dev/null',
    'section end',
    '',
  ].join('\n');
}
