/** One place Debian packages come from. */
export interface AptSource {
  readonly uri: string;
  readonly suites: readonly string[];
  readonly components: readonly string[];
  /** Path of the keyring it is signed by, when the entry names one. */
  readonly keyring?: string;
}

/** Entries for binary packages in a deb822 file (`*.sources`), in order; disabled ones are left out. */
export function parseDeb822(text: string): AptSource[] {
  const uncommented = text.split('\n').filter((line) => !line.startsWith('#'));
  const stanzas = uncommented.join('\n').split(/\n[ \t]*\n/);
  return stanzas.flatMap((stanza) => {
    const fields = deb822Fields(stanza);
    const words = (field: string): string[] => fields.get(field)?.split(/\s+/).filter(Boolean) ?? [];
    if (!words('types').includes('deb') || fields.get('enabled')?.trim() === 'no') return [];
    const keyring = words('signed-by').find((word) => word.startsWith('/'));
    const rest = {
      suites: words('suites'),
      components: words('components'),
      ...(keyring ? { keyring } : {}),
    };
    return words('uris').map((uri) => ({ uri, ...rest }));
  });
}

/** Entries for binary packages in the one-line format (`sources.list`, `*.list`), in order. */
export function parseOneLine(text: string): AptSource[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s*([^#]*)/.exec(line);
    if (!match) return [];
    const [, options = '', uri = '', suite = '', components = ''] = match;
    const keyring = /\bsigned-by=(\/[^\s,]+)/.exec(options)?.[1];
    const rest = { suites: [suite], components: components.split(/\s+/).filter(Boolean) };
    return [{ uri, ...rest, ...(keyring ? { keyring } : {}) }];
  });
}

/** The entry to build a tree of `release` from: one with that very suite and `main`, from a mirror that can be read. */
export function sourceFor(release: string, sources: readonly AptSource[]): AptSource | undefined {
  return sources.find(
    ({ uri, suites, components }) =>
      suites.includes(release) && components.includes('main') && /^(https?|file|copy):/.test(uri),
  );
}

function deb822Fields(stanza: string): Map<string, string> {
  const unfolded = stanza.replace(/\n[ \t]+/g, ' ');
  return new Map(
    unfolded.split('\n').flatMap((line): [string, string][] => {
      const colon = line.indexOf(':');
      return colon < 1 ? [] : [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1)]];
    }),
  );
}
