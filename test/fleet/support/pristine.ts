import type { FleetHost } from './fleet-host.ts';

/** Keeps a host's own units, to have them back later. To be called before any test touches the host. */
export async function keepPristine(host: FleetHost): Promise<void> {
  await host.must('cp -a /etc/systemd/system /root/pristine');
}

/** Takes away all units, links and runs that a test has left, and ends what still runs of them. */
export async function makePristine(host: FleetHost): Promise<void> {
  await host.healNetwork();
  await host.must(script);
}

const script = `
set -e
systemctl list-units --all --plain --no-legend 'fleetwright-*' | while read -r unit rest; do
  systemctl kill -s KILL "$unit" || :
done
names=$(cd /etc/systemd/system && find . -mindepth 1 -maxdepth 2 -name '*.?*' ! -name '*.d' ! -name '*.conf' |
  while read -r path; do
    [ -e "/root/pristine/$path" ] || [ -L "/root/pristine/$path" ] || printf '%s\\n' "\${path##*/}" | sed 's/@[.]/@*./'
  done | sort -u)
if [ -n "$names" ]; then
  set -f
  printf '%s\\n' "$names" | while read -r name; do printf '%s\\0' "$name"; done >/run/test-names
  xargs -0 -r systemctl kill -s KILL -- </run/test-names 2>/dev/null || :
  xargs -0 -r systemctl stop -- </run/test-names 2>/dev/null || :
  set +f
fi
find /etc/systemd/system -mindepth 1 -maxdepth 1 -exec rm -rf -- {} +
cp -a /root/pristine/. /etc/systemd/system/
find /opt /srv -mindepth 1 -delete
rm -rf /var/lib/fleetwright /run/fleetwright /tmp/hold-* /usr/local/bin/*
rm -rf /etc/fleetwright /usr/local/lib/fleetwright /usr/local/lib/systemd /var/log/fleetwright /etc/cron.d/fleetwright-*
systemctl daemon-reload
systemctl reset-failed
`;
