import type { Host } from '../../model/host.ts';
import type { Controller } from '../controller.ts';
import { defaultConnectTimeoutMs } from '../options.ts';
import type { ConnectOptions } from '../options.ts';
import type { Target } from './target.ts';

export function targetOf(host: Host, controller: Controller, options: ConnectOptions): Target {
  const defaults = ['id_ed25519', 'id_ecdsa', 'id_rsa'].map((name) => ({
    path: `${controller.home}/.ssh/${name}`,
    asked: false,
  }));
  return {
    name: host.name,
    address: host.address ?? host.name,
    port: host.port ?? 22,
    user: host.user ?? controller.user,
    identities: host.identityFile === undefined ? defaults : [{ path: host.identityFile, asked: true }],
    identitiesOnly: false,
    ...(controller.agentSocket !== undefined && { agentSocket: controller.agentSocket }),
    jumps: [],
    knownHostsFiles: [...controller.userKnownHosts, ...controller.globalKnownHosts],
    pins: host.hostKeys ?? [],
    connectTimeoutMs: options.connectTimeoutMs ?? defaultConnectTimeoutMs,
  };
}
