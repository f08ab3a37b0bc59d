import type { Connection, Script, ScriptResult } from '../../../src/hosts/connection.ts';

/** What a pretended host prints of itself when it is looked at. */
export const healthy =
  'Version=257.9-1~deb13u1\nUnitPath=/etc/systemd/system /usr/lib/systemd/system\nuid=0\n';

/** Sections as a look prints them, each after its mark. */
export function frames(nonce: string, sections: Readonly<Record<string, string>>): string {
  const all = Object.entries({ ...sections, end: '' });
  return all.map(([name, text]) => `\n${nonce} ${name}\n${text}`).join('');
}

/** A line to a host that answers a look with these sections, or in another way. */
export function lookHost(
  answer: Readonly<Record<string, string>> | ((nonce: string) => ScriptResult),
): Connection & { readonly scripts: readonly Script[] } {
  const scripts: Script[] = [];
  return {
    scripts,
    run(script) {
      scripts.push(script);
      const nonce = /^NONCE=([0-9a-f]{32})$/m.exec(String(script.text))?.[1] ?? '';
      if (typeof answer === 'function') return Promise.resolve(answer(nonce));
      const stdout = Buffer.from(`Last login: today\n${frames(nonce, { host: healthy, ...answer })}`);
      return Promise.resolve({ type: 'exited', code: 0, stdout, stderr: '' });
    },
    close: () => Promise.resolve(),
  };
}
