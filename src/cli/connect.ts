import type { Host } from '../model/host.ts';
import type { ConnectOptions } from '../hosts/options.ts';
import { exitCodes } from './exit-code.ts';
import type { Frame } from './frame.ts';
import type { Flags } from './options.ts';
import { reach, type Reach } from './reach.ts';
import { askSecret } from './secret.ts';

/** The hosts of one command, and those of the inventory that the way to them may lead through. */
export interface Asked {
  readonly hosts: readonly Host[];
  readonly inventory: ReadonlyMap<string, Host>;
}

const wrong = 3;

/** What was answered while one command ran: one that connects twice asks once. */
interface Answers {
  readonly passphrases: Map<string, string>;
  becomePassword?: ReturnType<typeof askSecret>;
}

const answers = new WeakMap<Frame, Answers>();

function answersOf(frame: Frame): Answers {
  const known = answers.get(frame) ?? { passphrases: new Map<string, string>() };
  answers.set(frame, known);
  return known;
}

/**
 * Asks for every password and passphrase that the hosts need, before the first is connected to: nothing prompts in the
 * middle of a run. An exit code says that one is missing.
 */
export async function connectTo(
  { hosts, inventory }: Asked,
  flags: Flags,
  frame: Frame,
): Promise<Reach | number> {
  const { connector } = await import('../hosts/connector.ts');
  const passphrases = await askPassphrases({ hosts, inventory }, frame);
  if (typeof passphrases === 'number') return passphrases;
  const options: ConnectOptions = {
    passphrases,
    inventory: (name) => inventory.get(name),
    signal: frame.leave,
  };
  if (flags.askBecomePass !== true) return reach(inventory, connector(options));
  const answer = await (answersOf(frame).becomePassword ??= askSecret('password for sudo', frame));
  if ('refused' in answer) return refuse(answer.refused, frame);
  return reach(inventory, connector({ ...options, becomePassword: answer.secret }));
}

async function askPassphrases(
  { hosts, inventory }: Asked,
  frame: Frame,
): Promise<ReadonlyMap<string, string> | number> {
  const { neededSecrets } = await import('../hosts/secrets.ts');
  const { passphrases } = answersOf(frame);
  for (const needed of await neededSecrets(hosts, { inventory: (name) => inventory.get(name) })) {
    for (let tries = 1; !passphrases.has(needed.path); tries += 1) {
      const answer = await askSecret(`passphrase of ${needed.path}`, frame);
      if ('refused' in answer) return refuse(answer.refused, frame);
      if (await needed.check(answer.secret)) passphrases.set(needed.path, answer.secret);
      else if (tries === wrong) return refuse(`that is not the passphrase of ${needed.path}`, frame);
    }
  }
  return passphrases;
}

function refuse(why: string, frame: Frame): number {
  frame.err.write(`error: ${why}\n`);
  return exitCodes.error;
}
