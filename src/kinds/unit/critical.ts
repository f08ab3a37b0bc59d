import { matchesUnit } from './glob.ts';

/** Units without which a host is lost or out of reach, and why; patterns as in a playbook's `match`. */
export interface CriticalGroup {
  /** Ends the sentence "… is critical: it is …". */
  readonly why: string;
  readonly units: readonly string[];
}

/** Of the machine's own manager. A unit is known by any of its names: ask for aliases (`sshd.service`) too. */
export const criticalGroups: readonly CriticalGroup[] = [
  {
    why: 'the way in over SSH',
    units: [
      'ssh.service',
      'ssh.socket',
      'ssh@*',
      'sshd.*',
      'sshd@*',
      'sshd-*',
      'ssh-*.socket',
      'dropbear.*',
      'dropbear@*',
    ],
  },
  {
    why: 'the bus over which systemd is asked for anything',
    units: ['dbus.service', 'dbus.socket', 'dbus-broker.service', 'dbus-org.freedesktop.*'],
  },
  {
    why: 'the journal: without it services block as they log, and no failure is recorded',
    units: ['systemd-journald*', 'systemd-journal-flush.service'],
  },
  {
    why: 'the maker of device nodes; disks and network cards wait for it',
    units: ['systemd-udevd*', 'systemd-udev-*'],
  },
  {
    why: 'part of every login, also over SSH',
    units: [
      'systemd-logind*',
      'systemd-user-sessions.service',
      'systemd-userdbd*',
      'user@*',
      'user-runtime-dir@*',
      'session-*.scope',
    ],
  },
  {
    why: 'where accounts come from: without it nobody is known',
    units: [
      'sssd.service',
      'sssd-*',
      'nslcd.service',
      'nscd.service',
      'winbind.service',
      'systemd-sysusers.service',
    ],
  },
  {
    why: 'what brings the network up',
    units: [
      'systemd-networkd.service',
      'systemd-networkd.socket',
      'systemd-network-generator.service',
      'NetworkManager.service',
      'networking.service',
      'network.service',
      'ifup@*',
      'ifupdown-*',
      'netplan-*',
      'wicked*',
      'dhcpcd*',
      'dhclient*',
      'connman.service',
      'wpa_supplicant*',
      'iwd.service',
    ],
  },
  {
    why: 'a tunnel by which the host may be reached',
    units: [
      'wg-quick@*',
      'tailscaled.service',
      'openvpn@*',
      'openvpn-client@*',
      'openvpn-server@*',
      'zerotier-one.service',
    ],
  },
  { why: 'what resolves names on the host', units: ['systemd-resolved*'] },
  {
    why: 'the firewall: stopped, it opens the host or cuts it off',
    units: [
      'nftables.service',
      'firewalld.service',
      'ufw.service',
      'iptables.service',
      'ip6tables.service',
      'netfilter-persistent.service',
    ],
  },
  {
    why: 'what decides who may do what over the bus',
    units: ['polkit.service', 'polkitd.service'],
  },
  {
    why: 'the console: the way in when the network is gone',
    units: [
      'getty@*',
      'serial-getty@*',
      'console-getty.service',
      'container-getty@*',
      'emergency.*',
      'rescue.*',
    ],
  },
  {
    why: 'part of each boot: kernel settings, file systems, /run and /tmp are set up by it',
    units: [
      'systemd-tmpfiles-*',
      'systemd-remount-fs.service',
      'systemd-fsck*',
      'systemd-sysctl.service',
      'systemd-modules-load.service',
      'systemd-random-seed.service',
      'systemd-machine-id-commit.service',
      'kmod-static-nodes.service',
    ],
  },
  {
    why: 'what the file systems lie on',
    units: [
      'systemd-cryptsetup@*',
      'systemd-veritysetup@*',
      'systemd-ask-password-*',
      'lvm2-*',
      'multipathd.*',
      'iscsid.*',
      'open-iscsi.service',
      'iscsi.service',
      'mdadm*',
      'zfs-*',
    ],
  },
  {
    why: 'a file system that the running host stands on',
    units: [
      '-.mount',
      'usr.mount',
      'var.mount',
      'var-log.mount',
      'home.mount', // authorized_keys lie there
      'root.mount',
      'boot*.mount',
      'efi.mount',
      'run.mount',
      'run-user-*.mount',
      'proc.mount',
      'proc-*.mount',
      'sys-*.mount',
      'dev-*.mount',
    ],
  },
  {
    why: 'the manager itself and the trees of all processes',
    units: ['init.scope', '-.slice', 'system.slice', 'user.slice', 'user-*.slice'],
  },
  {
    why: 'a stage of booting or shutting down; stopping one takes what it holds with it',
    units: [
      'default.target',
      'multi-user.target',
      'graphical.target',
      'basic.target',
      'sysinit.target',
      'sockets.target',
      'timers.target',
      'paths.target',
      'slices.target',
      'local-fs*.target',
      'remote-fs*.target',
      'swap.target',
      'network.target',
      'network-pre.target',
      'network-online.target',
      'nss-lookup.target',
      'nss-user-lookup.target',
      'getty.target',
      'getty-pre.target',
      'cryptsetup*.target',
      'veritysetup*.target',
      'integritysetup*.target',
      'initrd*.target',
      'umount.target',
      'shutdown.target',
      'final.target',
      'reboot.target',
      'poweroff.target',
      'halt.target',
    ],
  },
];

/** Why the host needs this unit to live, or undefined when it does not. */
export function criticalReason(name: string): string | undefined {
  return criticalGroups.find(({ units }) => units.some((pattern) => matchesUnit(pattern, name)))?.why;
}

/** Is it a unit that nothing may stop, restart, disable, mask or remove by accident? Takes one name; aliases are names too. */
export function isCritical(name: string): boolean {
  return criticalReason(name) !== undefined;
}

/** Units whose start ends what the host does: it goes down, to sleep, or back to a lone shell. */
const ending: readonly string[] = [
  ...[
    ...['poweroff', 'reboot', 'halt', 'kexec', 'soft-reboot', 'exit'],
    ...['suspend', 'hibernate', 'hybrid-sleep', 'suspend-then-hibernate'],
  ].flatMap((how) => [`${how}.target`, `systemd-${how}.service`]),
  ...['rescue.*', 'emergency.*', 'sleep.target', 'ctrl-alt-del.target', 'runlevel[016].target'],
  ...['shutdown.target', 'umount.target', 'final.target', 'system-update.target', 'factory-reset.target'],
  ...['initrd-switch-root.*', 'initrd-cleanup.service'],
];

/** Is it a unit that nothing may start by accident? Takes one name. */
export function endsTheHost(name: string): boolean {
  return ending.some((pattern) => matchesUnit(pattern, name));
}
