import type { Host } from '../../model/host.ts';

/** What the inventory says of the way to a host; for a hop of a ProxyJump, perhaps nothing but its name. */
export type Wanted = Pick<Host, 'name' | 'address' | 'port' | 'user' | 'identityFile' | 'jump' | 'hostKeys'>;
