import { worst } from '../model/check.ts';
import { doctorText, type Examined } from '../report/doctor-text.ts';
import { connectTo } from './connect.ts';
import { examineHosts, exitCodeOfHosts } from './examine-hosts.ts';
import type { Frame, Verb } from './frame.ts';
import type { Flags } from './options.ts';
import { presentation } from './presentation.ts';
import { limitedHosts, readInventory } from './read-inventory.ts';

/** `doctor`: every step of the way to each host, and what a run depends on there; changes nothing. */
export const doctor: Verb = async (_words, flags, frame) => {
  const read = await readInventory(flags, frame);
  if (typeof read === 'number') return read;
  const hosts = limitedHosts(read.inventory, flags, frame);
  if (typeof hosts === 'number') return hosts;
  const reach = await connectTo({ hosts, inventory: read.inventory.hosts }, flags, frame);
  if (typeof reach === 'number') return reach;
  const examined = await examineHosts(hosts, reach, read.settings.forks.value, frame);
  write(examined, flags, frame);
  return exitCodeOfHosts(examined);
};

function write(hosts: readonly Examined[], flags: Flags, frame: Frame): void {
  if (flags.json === true) {
    const told = hosts.map(({ host, checks }) => ({ host, state: worst(checks), checks }));
    frame.out.write(`${JSON.stringify({ format: 1, hosts: told })}\n`);
  } else if (flags.quiet !== true || hosts.some(({ checks }) => worst(checks) === 'fail')) {
    frame.out.write(doctorText(hosts, presentation(frame.out, flags, frame)));
  }
}
