import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from '@jest/globals';
import type { Connection, Unreachable } from '../../../src/hosts/connection.ts';
import { connect } from '../../../src/hosts/connector.ts';
import type { Controller } from '../../../src/hosts/controller.ts';
import type { ConnectOptions } from '../../../src/hosts/options.ts';
import type { Host } from '../../../src/model/host.ts';
import type { Pair } from './ssh-server.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const act of undo.splice(0).reverse()) await act();
});

/** Does something when the test is over. */
export function later(act: () => unknown): void {
  undo.push(act);
}

/** A home directory of its own with a key, for one test. */
export interface Lab {
  readonly controller: Controller;
  readonly path: (name: string) => string;
  /** Writes a file under `.ssh`; a private key gets its mode. */
  readonly write: (name: string, text: string) => string;
  readonly host: (port: number, more?: Partial<Host>) => Host;
  readonly know: (port: number, ...keys: readonly Pair[]) => void;
}

export function makeLab(): Lab {
  const home = mkdtempSync(join(tmpdir(), 'lab-'));
  mkdirSync(join(home, '.ssh'));
  later(() => rmSync(home, { recursive: true, force: true }));
  const path = (name: string): string => join(home, '.ssh', name);
  const write = (name: string, text: string): string => {
    writeFileSync(path(name), text, { mode: 0o600 });
    return path(name);
  };
  return {
    controller: {
      home,
      user: 'me',
      uid: 1000,
      sshConfigs: [path('config')],
      userKnownHosts: [path('known_hosts')],
      globalKnownHosts: [],
    },
    path,
    write,
    host: (port, more = {}) => ({
      name: 'web1',
      address: '127.0.0.1',
      port,
      user: 'deploy',
      connection: 'ssh',
      become: 'none',
      vars: {},
      ...more,
    }),
    know: (port, ...keys) =>
      write('known_hosts', keys.map((key) => `[127.0.0.1]:${port} ${key.publicLine}\n`).join('')),
  };
}

/** Connects, and fails the test where that is not possible. The connection is closed when the test is over. */
export async function reach(host: Host, options: ConnectOptions): Promise<Connection> {
  const connection = await connect(host, options);
  if ('type' in connection) throw new Error(`${connection.stage}: ${connection.message}`);
  later(() => connection.close());
  return connection;
}

/** Expects a host to be out of reach, and says why. */
export async function miss(host: Host, options: ConnectOptions): Promise<Unreachable> {
  const connection = await connect(host, options);
  if ('type' in connection) return connection;
  await connection.close();
  throw new Error('the host was reached');
}
