import { deploy } from '../../../src/sandbox/sandbox.ts';
import type { HostUser } from '../../../src/sandbox/sandbox.ts';

export { deploy };

/** Login shells that are not POSIX: what is sent must not depend on them. */
export const fishy: HostUser = { name: 'fishy', shell: '/usr/bin/fish', sudo: 'free' };
export const cshy: HostUser = { name: 'cshy', shell: '/bin/tcsh', sudo: 'free' };

/** sudo asks for the password. */
export const locked: HostUser = {
  name: 'locked',
  shell: '/bin/bash',
  sudo: 'password',
  password: "o'pen $sesame \\ 7",
};

/** doas lets in, sudo does not. */
export const doer: HostUser = { name: 'doer', shell: '/bin/bash', sudo: 'none', doas: true };

/** Becomes root in no way. */
export const plain: HostUser = { name: 'plain', shell: '/bin/bash', sudo: 'none' };

export const allUsers: readonly HostUser[] = [deploy, fishy, cshy, locked, doer, plain];
