import { execa } from 'execa';

import { down } from '../sandbox/down.ts';
import { SandboxFailure } from '../sandbox/failure.ts';
import { list } from '../sandbox/list.ts';
import { shellCommand } from '../sandbox/shell.ts';
import { up } from '../sandbox/up.ts';
import { exitCodes } from './exit-code.ts';
import type { Frame, Verb } from './frame.ts';

/** Boots hosts and prints the path of their inventory. */
export const sandboxUp: Verb = async (words, flags, frame) => {
  const [count = '3'] = words;
  if (!/^[1-9]\d*$/.test(count)) return refuse(frame, `${JSON.stringify(count)} is no number of hosts`);
  return reported(frame, async () => {
    const say = (line: string): void => frame.err.write(`${line}\n`);
    const sandbox = await up({
      name: nameIn(frame),
      count: Number(count),
      onProgress: flags.quiet === true ? () => undefined : say,
      signal: frame.stop,
    });
    const { hosts, inventory } = sandbox;
    if (flags.json === true)
      frame.out.write(`${JSON.stringify({ sandbox: sandbox.name, inventory, hosts })}\n`);
    else frame.out.write(`${inventory}\n`);
    return exitCodes.done;
  });
};

/** Removes the hosts, and what a killed start or stop has left of them. */
export const sandboxDown: Verb = async (_words, flags, frame) =>
  reported(frame, async () => {
    const hosts = await list(nameIn(frame));
    if (hosts.length > 0 && flags.quiet !== true)
      frame.err.write(`removing ${hosts.length} ${hosts.length === 1 ? 'host' : 'hosts'}\n`);
    await down(nameIn(frame));
    return exitCodes.done;
  });

/** Prints the hosts, one a line: name, address, state. */
export const sandboxList: Verb = async (_words, flags, frame) =>
  reported(frame, async () => {
    const name = nameIn(frame);
    const hosts = await list(name);
    if (flags.json === true) frame.out.write(`${JSON.stringify({ sandbox: name, hosts })}\n`);
    else if (hosts.length === 0)
      frame.err.write(`there is no sandbox ${name}; \`fleetwright sandbox up\` makes one\n`);
    else for (const host of hosts) frame.out.write(`${host.name}\t${host.address}\t${host.state}\n`);
    return exitCodes.done;
  });

/** A root shell on one host; exits as the shell does. */
export const sandboxShell: Verb = async ([host = ''], _flags, frame) =>
  reported(frame, async () => {
    const [program = '', ...argv] = await shellCommand(nameIn(frame), host, frame.env['TERM']);
    const ended = await execa(program, argv, { stdio: 'inherit', reject: false });
    return ended.exitCode ?? exitCodes.error;
  });

/** Which sandbox: several can be side by side, each by its own name. */
function nameIn(frame: Frame): string {
  return frame.env['FLEETWRIGHT_SANDBOX'] ?? 'sandbox';
}

async function reported(frame: Frame, act: () => Promise<number>): Promise<number> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof SandboxFailure)) throw error;
    frame.err.write(`error: ${error.message}\n`);
    const signal = frame.stoppedBy();
    return signal === undefined ? exitCodes.error : exitCodes[signal];
  }
}

function refuse(frame: Frame, message: string): number {
  frame.err.write(`error: ${message}\n`);
  return exitCodes.usage;
}
