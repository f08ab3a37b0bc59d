import type { Host } from '../../model/host.ts';
import type { Connection, Unreachable } from '../connection.ts';
import type { Login, Sudo } from '../run/login.ts';
import { runScript } from '../run/run-script.ts';
import { isUnreachable } from '../unreachable.ts';
import type { Lines } from './lines.ts';
import type { Target } from './target.ts';

/** What a single connection adds to those of the run. */
export interface ConnectMore {
  readonly sudo: Sudo;
  readonly signal?: AbortSignal;
}

/** Connects to a host by the built-in client; the host's own settings say how one becomes root there. */
export async function connectSsh(
  host: Host,
  target: Target,
  lines: Lines,
  more: ConnectMore,
): Promise<Connection | Unreachable> {
  const opened = await lines.open(target, more.signal);
  if (isUnreachable(opened)) return opened;
  const login: Login = {
    host: host.name,
    user: target.user,
    isRoot: target.user === 'root',
    become: host.become,
    ...more.sudo,
  };
  const { line } = opened;
  return {
    run: (script) => runScript(line.spawn, login, script),
    close: () => opened.close(),
    isOpen: () => line.isOpen,
    way: line.way,
  };
}
