import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { awaitHost } from '../../../src/sandbox/await-host.ts';
import { placesOf } from '../../../src/sandbox/places.ts';
import { keepers } from '../../../src/sandbox/processes.ts';
import type { Sandbox, SandboxHost } from '../../../src/sandbox/sandbox.ts';
import { fillDisk, readOnly } from './disk-faults.ts';
import type { Fault } from './disk-faults.ts';
import { execOn, fileDigest, initOf, must } from './host-exec.ts';
import type { Exec } from './host-exec.ts';
import { slowPath } from './slow-path.ts';
import type { SlowPath } from './slow-path.ts';

/** A real host, and ways to look at it and to trouble it that do not go through ssh. */
export interface FleetHost extends SandboxHost {
  readonly exec: Exec;
  /** As `exec`, giving the standard output; throws when the code is not 0. */
  must(command: string | readonly string[], input?: string): Promise<string>;
  /** sha256 of a file in hex; undefined when there is none. */
  fileDigest(path: string): Promise<string | undefined>;
  /** Pulls the network cable: packets are lost both ways, nothing is told. */
  cutNetwork(): Promise<void>;
  healNetwork(): Promise<void>;
  /** Another address and port of its sshd, this many milliseconds away there and back. */
  delay(roundTripMs: number): Promise<SlowPath>;
  /** See `disk-faults.ts`. */
  fillDisk(path: string, free?: number): Promise<Fault>;
  readOnly(path: string): Promise<Fault>;
  /** Reboots, and waits until sshd and systemd are there again. */
  reboot(): Promise<void>;
}

/** The tools of one host of a sandbox. */
export function fleetHost(sandbox: Sandbox, host: SandboxHost): FleetHost {
  const exec = execOn(sandbox, host);
  const link = async (state: 'up' | 'down'): Promise<void> => {
    await execa('ip', ['link', 'set', host.machine, state]);
  };
  return {
    ...host,
    exec,
    must: (command, input) => must(exec, command, input),
    fileDigest: (path) => fileDigest(exec, path),
    cutNetwork: () => link('down'),
    healNetwork: () => link('up'),
    delay: (roundTripMs) => slowPath(host.address, roundTripMs),
    fillDisk: (path, free) => fillDisk(exec, path, free),
    readOnly: (path) => readOnly(exec, path),
    reboot: () => reboot(sandbox, host, exec),
  };
}

async function reboot(sandbox: Sandbox, host: SandboxHost, exec: Exec): Promise<void> {
  const before = await initOf(sandbox, host);
  await must(exec, ['systemctl', 'reboot', '--no-block']);
  const deadline = Date.now() + 60_000;
  while ([before, undefined].includes(await initOf(sandbox, host))) {
    if (Date.now() > deadline) throw new Error(`${host.name} does not reboot`);
    await sleep(50);
  }
  const [keeper] = (await keepers(placesOf(sandbox.name))).get(host.machine) ?? [];
  if (keeper === undefined) throw new Error(`${host.name} did not come back`);
  await awaitHost(host, keeper, { deadline });
}
