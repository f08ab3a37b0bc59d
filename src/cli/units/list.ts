import { jsonLine } from '../../report/json-line.ts';
import { printable } from '../../model/printable.ts';
import type { Verb } from '../frame.ts';
import { askedUnits, readUnits, sayUnseen } from './read-units.ts';

/** `units list [host...]`: the names, one a line; of several hosts with the host before it. */
export const list: Verb = async (words, flags, frame) => {
  const asked = await askedUnits(words, flags, frame);
  if (typeof asked === 'number') return asked;
  const hosts = await readUnits(asked, flags, frame);
  if (typeof hosts === 'number') return hosts;
  const names = hosts.map((one) =>
    'unseen' in one ? one : { host: one.host, units: one.units.map(({ unit }) => unit) },
  );
  if (flags.json === true) frame.out.write(jsonLine({ format: 1, hosts: names }));
  else
    for (const one of names) {
      const before = names.length > 1 ? `${printable(one.host)}\t` : '';
      if ('units' in one) for (const name of one.units) frame.out.write(`${before}${name}\n`);
    }
  return sayUnseen(hosts, asked, frame);
};
