import type { Diagnostic } from '../model/diagnostic.ts';

/** Gathers what is wrong on hosts: one diagnostic for a mistake, however many hosts it shows on. */
export interface HostDiagnostics {
  add(host: string, diagnostics: readonly Diagnostic[]): void;
  /** Everything, in the order it came up; `total` is the number of hosts looked at. */
  all(total: number): readonly Diagnostic[];
}

export function hostDiagnostics(): HostDiagnostics {
  const hostsOf = new Map<string, { readonly diagnostic: Diagnostic; readonly hosts: Set<string> }>();
  return {
    add: (host, diagnostics) => {
      for (const diagnostic of diagnostics) {
        const key = JSON.stringify(diagnostic);
        const entry = hostsOf.get(key) ?? { diagnostic, hosts: new Set() };
        entry.hosts.add(host);
        hostsOf.set(key, entry);
      }
    },
    all: (total) =>
      [...hostsOf.values()].map(({ diagnostic, hosts }) =>
        hosts.size === total
          ? diagnostic
          : { ...diagnostic, message: `${diagnostic.message} (${named(hosts)})` },
      ),
  };
}

/** On every host it goes without saying. */
function named(hosts: ReadonlySet<string>): string {
  const [first = '', ...others] = hosts;
  if (others.length === 0) return `on ${first}`;
  return others.length === 1
    ? `on ${first} and ${others[0] ?? ''}`
    : `on ${first} and ${others.length} other hosts`;
}
