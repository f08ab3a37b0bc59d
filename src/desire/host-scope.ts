import type { Host, Vars } from '../model/host.ts';
import type { Scope } from './template-errors.ts';

/** Variables on one host: those that many hosts may share, and the built-in `host`. */
export interface HostScope {
  /** One object for all hosts that share all variables; its identity tells. */
  readonly vars: Vars;
  readonly host: { readonly name: string; readonly address: string; readonly groups: readonly string[] };
}

/** All that a template can name on a host. */
export function fullScope({ vars, host }: HostScope): Scope {
  return { ...vars, host };
}

/** `host` as templates see it: `host.name`, `host.address` (the name where none is set), `host.groups`. */
export function builtIn({ name, address }: Host, groups: readonly string[]): HostScope['host'] {
  return { name, address: address ?? name, groups };
}

/** Play variables over a host's, `--var` over both; once for each set of the host's variables. */
export function layeredVars(playVars: Vars, extra: Vars): (hostVars: Vars) => Vars {
  if (Object.keys(playVars).length + Object.keys(extra).length === 0) return (hostVars) => hostVars;
  const known = new WeakMap<Vars, Vars>();
  return (hostVars) => {
    const before = known.get(hostVars);
    if (before !== undefined) return before;
    const merged = { ...hostVars, ...playVars, ...extra };
    known.set(hostVars, merged);
    return merged;
  };
}
