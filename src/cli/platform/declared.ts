import type { DesiredFleet } from '../../desire/desire.ts';
import { hostsOfLimit } from '../../desire/select.ts';
import { hasErrors } from '../../load/checked.ts';
import { printable } from '../../model/printable.ts';
import { onlyBatches } from '../../plan/plan.ts';
import { readDeclaration, writeDiagnostics, type Declaration } from '../declaration.ts';
import { exitCodes } from '../exit-code.ts';
import type { Frame } from '../frame.ts';
import type { Flags } from '../options.ts';

/** Which of the declared resources a verb is about. */
export interface Part {
  /** Names of kinds. */
  readonly kinds: readonly string[];
  /** For a host that has none of them: what the playbook declares none of, and what may help. */
  readonly lacks: string;
  /** Sources of trees are filled from a host, and may be empty. */
  readonly fill?: boolean;
}

/** Everything that a playbook can declare. */
export const whole: Part = { kinds: ['tree', 'unit'], lacks: 'the playbook declares nothing for it' };

/** Trees alone. */
export const trees: Part = {
  kinds: ['tree'],
  lacks: 'the playbook declares no tree for it; --include-systemd brings its units',
};

/** Trees that come here. */
export const filled: Part = { kinds: ['tree'], lacks: 'the playbook declares no tree for it', fill: true };

/**
 * What the playbook says of the hosts that words mean, all that it is for without a word. A word without a host that has
 * its part is an error; of the hosts of a group or pattern, those are told of. Everything that is wrong is written, and
 * comes back as an exit code.
 */
export async function readPlatform(
  words: readonly string[],
  part: Part,
  flags: Flags,
  frame: Frame,
): Promise<Declaration | number> {
  const { value, diagnostics } = await readDeclaration(flags.playbook ?? [], flags, frame, {
    hosts: words,
    fill: part.fill === true,
  });
  writeDiagnostics(diagnostics, flags, frame);
  if (value === undefined || hasErrors(diagnostics)) return exitCodes.error;
  const concerned = new Set(
    value.fleet.hosts
      .filter(({ resources }) => resources.some(({ kind }) => part.kinds.includes(kind.name)))
      .map(({ host }) => host.name),
  );
  const planned = new Set(value.fleet.hosts.map(({ host }) => host.name));
  const why = (host: string): string => (planned.has(host) ? part.lacks : 'no play is for it');
  const asked = words.map((word) => hostsOfWord(word, value, frame));
  const all = asked.length > 0 ? asked.flat() : [...planned];
  const isWrong = concerned.size === 0 || asked.some((hosts) => !hosts.some((host) => concerned.has(host)));
  for (const host of new Set(all.filter((one) => !concerned.has(one))))
    frame.err.write(`${isWrong ? 'error: ' : ''}${printable(host)}: ${why(host)}\n`);
  return isWrong ? exitCodes.error : { ...value, fleet: onlyHosts(value.fleet, concerned) };
}

/** What takes hosts out again means none by itself. */
function hostsOfWord(word: string, { inventory, fleet }: Declaration, { cwd }: Frame): readonly string[] {
  if (/^[!&]/.test(word)) return fleet.hosts.map(({ host }) => host.name);
  return hostsOfLimit(word, inventory, cwd).hosts;
}

/** A declaration cut down to one of its hosts. */
export function onlyHost(declared: Declaration, host: string): Declaration {
  return { ...declared, fleet: onlyHosts(declared.fleet, new Set([host])) };
}

function onlyHosts({ hosts, rollouts }: DesiredFleet, names: ReadonlySet<string>): DesiredFleet {
  return { hosts: hosts.filter(({ host }) => names.has(host.name)), rollouts: onlyBatches(rollouts, names) };
}
