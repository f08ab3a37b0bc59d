import type { Host } from '../../model/host.ts';
import type { Unreachable } from '../connection.ts';
import type { Controller } from '../controller.ts';
import { defaultConnectTimeoutMs } from '../options.ts';
import type { Settings } from '../ssh-config/evaluate.ts';
import { expand } from '../ssh-config/expand.ts';
import type { Tokens } from '../ssh-config/expand.ts';
import { isUnreachable, unreachable } from '../unreachable.ts';
import { chain, hopsOf } from './hops.ts';
import { agentOf, identitiesOf } from './identities.ts';
import { settingsFrom } from './settings-of.ts';
import type { SettingsOf } from './settings-of.ts';
import type { Target } from './target.ts';
import type { Wanted } from './wanted.ts';

/** Where the pieces of a target come from. */
export interface Sources {
  readonly controller: Controller;
  readonly connectTimeoutMs?: number;
  /** The inventory, so that a jump host may be one of its hosts. */
  readonly inventory?: (name: string) => Host | undefined;
}

/** Finds everything that decides a connection, or says what stands in its way. */
export type TargetOf = (wanted: Wanted) => Promise<Target | Unreachable>;

/** Longer chains of jumps are taken for circles. */
const maxJumps = 8;

/** Makes the lookup of one run; ssh_config is read once. */
export function targetsFrom(sources: Sources): TargetOf {
  const settingsOf = settingsFrom(sources.controller);
  return (wanted) => resolve(wanted, sources, settingsOf, 0);
}

async function resolve(
  wanted: Wanted,
  sources: Sources,
  settingsOf: SettingsOf,
  depth: number,
): Promise<Target | Unreachable> {
  if (depth > maxJumps)
    return unreachable(
      'config',
      `the jump hosts of ${wanted.name} lead in a circle`,
      'correct `jump` or ProxyJump',
    );
  const settings = await settingsOf(wanted);
  if (isUnreachable(settings)) return settings;
  const target = direct(wanted, settings, sources);
  const hops = hopsOf(wanted, settings);
  if ('type' in hops) return hops;
  const via = await chain(
    hops,
    async (hop) => resolve(hop, sources, settingsOf, depth + 1),
    sources.inventory,
  );
  if (via === undefined) return target;
  return isUnreachable(via) ? via : { ...target, via };
}

/** The target as if it could be reached at once. */
function direct(wanted: Wanted, settings: Settings, sources: Sources): Target {
  const { controller } = sources;
  const first = (keyword: string): string | undefined => settings.words.get(keyword)?.[0];
  const address =
    wanted.address ??
    (first('hostname') ?? wanted.name).replace(/%([%h])/g, (_, token) => (token === 'h' ? wanted.name : '%'));
  const port = wanted.port ?? numberOf(first('port')) ?? 22;
  const user = wanted.user ?? first('user') ?? controller.user;
  const tokens: Tokens = {
    ...controller,
    address,
    alias: wanted.name,
    port,
    user,
    localUser: controller.user,
  };
  const hostKeyAlias = first('hostkeyalias');
  const timeout = numberOf(first('connecttimeout'));
  const family = ({ inet: 4, inet6: 6 } as const)[first('addressfamily')?.toLowerCase() ?? ''];
  return {
    name: wanted.name,
    address,
    port,
    user,
    ...(family && { family }),
    identities: identitiesOf(settings, tokens, wanted.identityFile),
    identitiesOnly: first('identitiesonly')?.toLowerCase() === 'yes',
    ...agentOf(settings, tokens, controller),
    ...(hostKeyAlias !== undefined && { hostKeyAlias }),
    knownHostsFiles: knownHostsFiles(settings, tokens, controller),
    pins: wanted.hostKeys ?? [],
    connectTimeoutMs:
      sources.connectTimeoutMs ?? (timeout === undefined ? defaultConnectTimeoutMs : timeout * 1000),
    unsupported: unsupported(settings),
  };
}

function knownHostsFiles(settings: Settings, tokens: Tokens, controller: Controller): readonly string[] {
  const files = (keyword: string, otherwise: readonly string[]): readonly string[] =>
    settings.words
      .get(keyword)
      ?.flatMap((path) => (path.toLowerCase() === 'none' ? [] : (expand(path, tokens) ?? []))) ?? otherwise;
  return [
    ...files('userknownhostsfile', controller.userKnownHosts),
    ...files('globalknownhostsfile', controller.globalKnownHosts),
  ];
}

function unsupported(settings: Settings): readonly string[] {
  const said = (keyword: string, value?: string): boolean => {
    const word = settings.words.get(keyword)?.[0]?.toLowerCase();
    return word !== undefined && (value === undefined ? word !== 'none' : word === value);
  };
  return [
    ...(said('certificatefile') ? ['CertificateFile'] : []),
    ...(said('gssapiauthentication', 'yes') ? ['GSSAPIAuthentication'] : []),
    ...(said('pkcs11provider') ? ['PKCS11Provider'] : []),
  ];
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
