import { printable } from '../../model/printable.ts';
import type { HostUnits } from '../../model/unit-status.ts';
import { jsonLine } from '../../report/json-line.ts';
import { unitTable } from '../../report/unit-table.ts';
import { exitCodes } from '../exit-code.ts';
import type { Frame, Verb } from '../frame.ts';
import type { Flags } from '../options.ts';
import { presentation } from '../presentation.ts';
import { askedUnits, readUnits, sayUnseen, withLooks, type Asked } from './read-units.ts';
import { watching } from './watch.ts';

/** `units status [host...]`: one line a unit, as the table of the scripts has it. */
export const status: Verb = async (words, flags, frame) => {
  const refused = refuseWatch(flags, frame);
  if (refused !== undefined) return refused;
  const asked = await askedUnits(words, flags, frame);
  if (typeof asked === 'number') return asked;
  if (flags.watch === true) return watch(asked, flags, frame);
  const hosts = await readUnits(asked, flags, frame);
  return typeof hosts === 'number' ? hosts : write(hosts, asked, flags, frame);
};

function watch(asked: Asked, flags: Flags, frame: Frame): Promise<number> {
  const draw = table(flags, frame);
  return withLooks(asked, { flags, frame }, (look) =>
    watching(
      frame,
      () => look(true),
      (hosts) => `${draw(hosts)}${hosts.map(unseenLine).join('')}`,
    ),
  );
}

function unseenLine(one: HostUnits): string {
  return 'unseen' in one ? `! ${printable(one.host)}: ${printable(one.unseen)}\n` : '';
}

function refuseWatch({ watch, json }: Flags, frame: Frame): number | undefined {
  if (watch !== true || (json !== true && frame.out.isTerminal)) return undefined;
  frame.err.write(
    'error: --watch draws on a terminal; without one, or with --json, look again by yourself\n',
  );
  return exitCodes.usage;
}

function write(hosts: readonly HostUnits[], asked: Asked, flags: Flags, frame: Frame): number {
  if (flags.json === true) frame.out.write(jsonLine({ format: 1, hosts: chosenRows(hosts, flags) }));
  else frame.out.write(table(flags, frame)(hosts));
  return sayUnseen(hosts, asked, frame);
}

function table(flags: Flags, frame: Frame): (hosts: readonly HostUnits[]) => string {
  const { width } = presentation(frame.out, flags, frame);
  return (hosts) => {
    const text = unitTable(chosenRows(hosts, flags), frame.now(), width);
    const seen = hosts.some((one) => 'units' in one);
    return text === '' && seen && flags.failed === true ? 'No unit has failed.\n' : text;
  };
}

/** With --failed those that have failed; a template never runs, and has no line. */
function chosenRows(hosts: readonly HostUnits[], { failed }: Flags): readonly HostUnits[] {
  return hosts.map((one) => {
    if ('unseen' in one) return one;
    const units = one.units.filter(({ active }) => (failed === true ? active === 'failed' : active !== ''));
    return { host: one.host, units };
  });
}
