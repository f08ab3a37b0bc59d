import type { FleetHost } from './fleet-host.ts';
import { until } from './until.ts';

/** A host that stands still at a place of its run. */
export interface Hold {
  /** Done when the host has come there. */
  readonly reached: () => Promise<unknown>;
  /** Lets it go on; it is held once only. */
  readonly release: () => Promise<void>;
}

/**
 * Stands in front of a program that scripts on the host call (`systemctl`): the first call whose words match the shell
 * pattern waits until it is released. Taken away by the next `makePristine`.
 */
export async function hold(host: FleetHost, program: string, pattern: string): Promise<Hold> {
  const place = `/tmp/hold-${program}`;
  const script = `#!/bin/sh
case "$*" in
${pattern.replaceAll(' ', '\\ ')}) if mkdir ${place} 2>/dev/null; then
  until [ -e ${place}/go ]; do sleep 0.02; done
fi ;;
esac
exec /usr/bin/${program} "$@"
`;
  const path = `/usr/local/bin/${program}`;
  await host.must(`rm -rf ${place}; cat >${path}.new; chmod 755 ${path}.new; mv ${path}.new ${path}`, script);
  return {
    reached: () =>
      until(`${host.name} reaches ${program} ${pattern}`, async () => {
        return (await host.exec(['test', '-e', place])).code === 0;
      }),
    release: async () => {
      await host.must(`touch ${place}/go`);
    },
  };
}

/** Done when no run is at work on a host any more; gives how the only one there ended: `changed`, `rolled-back`, … */
export async function endOfRun(host: FleetHost): Promise<string> {
  await until(`the run on ${host.name} ends`, async () => {
    const units = await host.must("systemctl list-units --all --plain --no-legend 'fleetwright-*'");
    return units === '';
  });
  const { stdout } = await host.exec('cat /var/lib/fleetwright/runs/*/result');
  return stdout.split(' ')[0] ?? '';
}

/** Files that a run may have only while it goes on. */
export async function leftOf(host: FleetHost): Promise<string> {
  const script = `
find /etc /home /root /opt /srv /run/systemd -name '.*.fleetwright-*'
find /run/fleetwright -mindepth 1 ! -name lock
find /run -maxdepth 1 -name 'fleetwright-*'
flock -n /run/fleetwright/lock true || echo the lock is held`;
  return host.must(`[ ! -d /run/fleetwright ] || { ${script}\n}`);
}
