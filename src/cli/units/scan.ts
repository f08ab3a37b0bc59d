import type { Actual } from '../../kinds/unit/actual.ts';
import { printable } from '../../model/printable.ts';
import { jsonLine } from '../../report/json-line.ts';
import { unitScanText } from '../../report/unit-scan-text.ts';
import { explain } from '../../snapshot/explain.ts';
import { allUnits } from '../../snapshot/patterns.ts';
import { exitCodes } from '../exit-code.ts';
import type { Frame, Verb } from '../frame.ts';
import { interruptedLook } from '../interrupted.ts';
import type { Flags } from '../options.ts';
import { presentation } from '../presentation.ts';
import { openHosts } from './hosts.ts';
import { readPatterns } from './patterns.ts';
import { askedUnits, readUnits, sayUnseen, type Asked } from './read-units.ts';
import { seeUnits, type HostSeen } from './see.ts';

/** `units scan [host...]`: which units the patterns catch, and where their files lie; with --explain, why or why not. */
export const scan: Verb = async (words, flags, frame) => {
  const asked = await askedUnits(words, flags, frame);
  if (typeof asked === 'number') return asked;
  if (flags.explain !== undefined) return explainUnits(flags.explain, asked, flags, frame);
  const hosts = await readUnits(asked, flags, frame);
  if (typeof hosts === 'number') return hosts;
  if (flags.json === true) frame.out.write(jsonLine({ format: 1, hosts }));
  else frame.out.write(unitScanText(hosts, presentation(frame.out, flags, frame)));
  return sayUnseen(hosts, asked, frame);
};

type Explanation = ReturnType<typeof explain>;

async function explainUnits(glob: string, asked: Asked, flags: Flags, frame: Frame): Promise<number> {
  const globs = readPatterns([glob], frame);
  if (typeof globs === 'number') return globs;
  const reach = await openHosts(asked.chosen, flags, frame);
  if (typeof reach === 'number') return reach;
  try {
    // What was typed, and not what it is completed to: a name without its suffix is what one mistypes.
    const read = (_: string, actual: Actual): Explanation => {
      const exact = explain(globs[0] ?? glob, actual, asked.patterns);
      return exact.units.length > 0 ? exact : explain(glob, actual, asked.patterns);
    };
    const seen = await seeUnits({ chosen: asked.chosen, patterns: allUnits, read }, reach, frame);
    return interruptedLook(frame) ?? write(glob, seen, flags, frame);
  } finally {
    await reach.close();
  }
}

function write(glob: string, seen: readonly HostSeen<Explanation>[], flags: Flags, frame: Frame): number {
  if (flags.json === true) {
    const hosts = seen.map((one) => ('value' in one ? { host: one.host, ...one.value } : one));
    frame.out.write(jsonLine({ format: 1, hosts }));
  }
  for (const one of seen) {
    if ('unseen' in one) frame.err.write(`! ${one.host}: ${one.unseen}\n`);
    else if (flags.json !== true) frame.out.write(explanationText(glob, one, seen.length > 1));
  }
  return seen.some((one) => 'unseen' in one) ? exitCodes.unreachable : exitCodes.done;
}

function explanationText(
  glob: string,
  { host, value }: Extract<HostSeen<Explanation>, { value: unknown }>,
  isNamed: boolean,
): string {
  const head = isNamed ? `${printable(host)}\n` : '';
  const lines = value.units.map(({ unit, taken, why }) => `${taken ? '✓' : '-'} ${unit}: ${why}`);
  const none = [
    `no unit here is called like ${glob}; systemd searches`,
    ...value.searched.map((directory) => `  ${directory}`),
  ];
  return `${head}${(lines.length > 0 ? lines : none).join('\n')}\n`;
}
