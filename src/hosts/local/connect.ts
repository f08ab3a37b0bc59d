import type { Host } from '../../model/host.ts';
import type { Connection } from '../connection.ts';
import type { Controller } from '../controller.ts';
import { spawnHere } from '../process/spawn.ts';
import type { Login, Sudo } from '../run/login.ts';
import { runScript } from '../run/run-script.ts';

/** The machine we run on, as a host. It is always reachable. */
export function connectLocal(host: Host, controller: Controller, sudo: Sudo): Connection {
  const login: Login = {
    host: host.name,
    user: controller.user,
    isRoot: controller.uid === 0,
    become: host.become,
    ...sudo,
  };
  return {
    run: (script) => runScript(spawnHere, login, script),
    close: () => Promise.resolve(),
  };
}
