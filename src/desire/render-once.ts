import type { Diagnostic } from '../model/diagnostic.ts';
import type { Vars } from '../model/host.ts';
import { fullScope } from './host-scope.ts';
import type { HostScope } from './host-scope.ts';
import type { Template } from './template.ts';

type Rendered = string | readonly Diagnostic[];

/** A template that is rendered once for each set of values it reads: hosts that agree on those share one string. */
export interface SharedTemplate {
  /** Does the text depend on which host it is, beyond the variables? */
  readonly readsHost: boolean;
  render(scope: HostScope): Rendered;
}

/** Puts memory before a template. */
export function renderOnce(template: Template): SharedTemplate {
  const { reads } = template;
  const hostFields = reads.filter((name) => name === 'host' || name.startsWith('host.'));
  const names = reads.filter((name) => !hostFields.includes(name));
  const readsHost = hostFields.length > 0;
  const byVars = new WeakMap<Vars, Rendered>();
  const byValues = new Map<string, Rendered>();
  const renderNew = (scope: HostScope): Rendered => {
    const key = JSON.stringify([
      names.map((name) => (Object.hasOwn(scope.vars, name) ? [scope.vars[name]] : 0)),
      hostFields.map((field) => hostValue(scope, field)),
    ]);
    const known = byValues.get(key);
    if (known !== undefined) return known;
    const text = template.render(fullScope(scope));
    byValues.set(key, text);
    return text;
  };
  return {
    readsHost,
    render: (scope) => {
      if (readsHost) return renderNew(scope);
      const known = byVars.get(scope.vars) ?? renderNew(scope);
      byVars.set(scope.vars, known);
      return known;
    },
  };
}

function hostValue({ host }: HostScope, field: string): unknown {
  return field === 'host' ? host : (host as Readonly<Record<string, unknown>>)[field.slice('host.'.length)];
}
