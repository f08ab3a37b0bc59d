import type { Diagnostic } from '../model/diagnostic.ts';
import type { Vars } from '../model/host.ts';
import { fullScope } from './host-scope.ts';
import type { HostScope } from './host-scope.ts';
import type { Template } from './template.ts';

/** A text as some hosts get it, or what is wrong with it there. One object for all of them. */
export interface Variant {
  /** Tells the variants of one template apart. */
  readonly id: number;
  readonly outcome: string | readonly Diagnostic[];
}

/** A template that is rendered once for each set of values it reads: hosts that agree on those share one string. */
export interface SharedTemplate {
  /** Every host has a variant of its own: there is nothing to share. */
  readonly perHost: boolean;
  readonly variant: (scope: HostScope) => Variant;
}

/** Puts memory before a template. */
export function renderOnce(template: Template): SharedTemplate {
  const hostFields = template.reads.filter((name) => name === 'host' || name.startsWith('host.'));
  const names = template.reads.filter((name) => !hostFields.includes(name));
  const byVars = new WeakMap<Vars, Variant>();
  const byValues = new Map<string, Variant>();
  const lookUp = (scope: HostScope): Variant => {
    const key = JSON.stringify([
      names.map((name) => (Object.hasOwn(scope.vars, name) ? [scope.vars[name]] : 0)),
      hostFields.map((field) => hostValue(scope, field)),
    ]);
    const known = byValues.get(key);
    if (known !== undefined) return known;
    const variant = { id: byValues.size, outcome: template.render(fullScope(scope)) };
    byValues.set(key, variant);
    return variant;
  };
  if (hostFields.length > 0) {
    const perHost = hostFields.some((field) => field !== 'host.groups');
    return { perHost, variant: forLastScope(lookUp) };
  }
  const variant = (scope: HostScope): Variant => {
    const known = byVars.get(scope.vars) ?? lookUp(scope);
    byVars.set(scope.vars, known);
    return known;
  };
  return { perHost: false, variant };
}

/** Hosts are worked on one after the other, and each asks several times. */
function forLastScope(lookUp: (scope: HostScope) => Variant): (scope: HostScope) => Variant {
  let last: { readonly scope: HostScope; readonly variant: Variant } | undefined;
  return (scope) => {
    if (last?.scope !== scope) last = { scope, variant: lookUp(scope) };
    return last.variant;
  };
}

function hostValue({ host }: HostScope, field: string): unknown {
  return field === 'host' ? host : (host as Readonly<Record<string, unknown>>)[field.slice('host.'.length)];
}
