import type { Controller } from '../controller.ts';
import type { Settings } from '../ssh-config/evaluate.ts';
import { expand } from '../ssh-config/expand.ts';
import type { Tokens } from '../ssh-config/expand.ts';
import type { Identity, Target } from './target.ts';

/** The keys with which to log in: the inventory's, then ssh_config's, or else ssh's default files. */
export function identitiesOf(settings: Settings, tokens: Tokens, own?: string): readonly Identity[] {
  const configured = (settings.words.get('identityfile') ?? [])
    .filter((path) => path.toLowerCase() !== 'none')
    .flatMap((path) => expand(path, tokens) ?? []);
  const asked = [...(own === undefined ? [] : [own]), ...configured];
  if (asked.length > 0) return asked.map((path) => ({ path, asked: true }));
  if (settings.words.has('identityfile')) return [];
  return defaults.map((name) => ({ path: `${tokens.home}/.ssh/${name}`, asked: false }));
}

const defaults = ['id_ed25519', 'id_ecdsa', 'id_rsa'] as const;

/** The agent's socket: SSH_AUTH_SOCK unless IdentityAgent names another, or `none` (ssh_config(5)). */
export function agentOf(
  settings: Settings,
  tokens: Tokens,
  controller: Controller,
): Pick<Target, 'agentSocket'> {
  const said = settings.words.get('identityagent')?.[0];
  if (said?.toLowerCase() === 'none') return {};
  // `$NAME` without braces is a form of this keyword alone.
  const path = said?.replace(/^\$([A-Za-z_]\w*)$/, (_, name: string) => `\${${name}}`);
  const socket =
    path === undefined || path === 'SSH_AUTH_SOCK' ? controller.agentSocket : expand(path, tokens);
  return socket === undefined ? {} : { agentSocket: socket };
}
