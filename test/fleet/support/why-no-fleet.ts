import { whyNoSandbox } from '../../../src/sandbox/ability.ts';

/** Why this machine can boot no hosts, for a person; undefined when it can. */
export function whyNoFleet(): string | undefined {
  const why = whyNoSandbox();
  return why === undefined
    ? undefined
    : `The fleet tests drive real hosts, and none can be booted here. ${why}`;
}
