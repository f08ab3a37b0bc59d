import type { Unreachable } from '../connection.ts';
import { unreachable } from '../unreachable.ts';
import { visible } from '../visible.ts';

/**
 * Tells by ssh's own words, which no locale changes, at which stage it failed. They decide the heading only: the message
 * is what ssh said.
 */
export function classify(host: string, words: string): Unreachable {
  const said = words.trim() === '' ? 'ssh failed without a word' : visible(words, 1000);
  const [, stage, fix] = signs.find(([sign]) => sign.test(words)) ?? [
    undefined,
    'connect' as const,
    undefined,
  ];
  return unreachable(stage, `ssh cannot reach ${host}: ${said}`, fix);
}

const signs: readonly (readonly [RegExp, Unreachable['stage'], string | undefined])[] = [
  [/Could not resolve hostname/, 'resolve', 'set `address` for the host'],
  [
    /Bad configuration option|Bad owner or permissions|terminating, \d+ bad/,
    'config',
    'correct ~/.ssh/config',
  ],
  [
    /Host key verification failed|host key is known for|REMOTE HOST IDENTIFICATION HAS CHANGED|REVOKED HOST KEY/,
    'host-key',
    'compare the key with the host’s own and add it to known_hosts, or set `host_key`',
  ],
  [
    /Permission denied|Too many authentication failures|No more authentication methods/,
    'auth',
    '`ssh-copy-id` a key to the host, or `ssh-add` it here: nothing is asked during a run',
  ],
  [
    /kex_exchange_identification|Unable to negotiate|Bad packet length|banner exchange/,
    'handshake',
    undefined,
  ],
];
