import { printable } from '../model/printable.ts';
import type { HostUnits, UnitStatus } from '../model/unit-status.ts';
import { paint, type Paint } from './paint.ts';
import type { TextOptions } from './text-style.ts';

/** Which units there are: each with its state, where its files lie, and the pattern that catches it. */
export function unitScanText(hosts: readonly HostUnits[], { colour }: Pick<TextOptions, 'colour'>): string {
  const p = paint(colour);
  return hosts
    .flatMap((one) => ('units' in one ? [hostText(one, hosts.length > 1, p)] : []))
    .filter((text) => text !== '')
    .join('\n');
}

function hostText(
  { host, units }: Extract<HostUnits, { units: unknown }>,
  isNamed: boolean,
  p: Paint,
): string {
  if (units.length === 0) return '';
  const margin = isNamed ? '  ' : '';
  const head = isNamed ? `${p.bold(printable(host))}\n` : '';
  return head + units.map((unit) => unitText(unit, margin, p)).join('');
}

function unitText(unit: UnitStatus, margin: string, p: Paint): string {
  const state = [unit.active, unit.enabled].filter((word) => word !== '').join(', ');
  const lines = [
    `${p.bold(unit.unit)}${state === '' ? '' : `  ${state}`}`,
    ...(unit.file === '' ? [] : [`  file     ${unit.file}`]),
    ...unit.dropIns.map((path) => `  drop-in  ${path}`),
    `  matches  ${unit.matches}`,
  ];
  return lines.map((line) => `${margin}${line}\n`).join('');
}
