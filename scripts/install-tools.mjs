// Installs the programs that the checks, the tests and the demo use beyond Node and npm, where this machine is a Debian
// (or Ubuntu) and we are root. Elsewhere it says what is missing; whoever needs it then says so on its own account.
import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';

/** Programs, and the Debian package of each. */
const packageOf = {
  git: 'git',
  shellcheck: 'shellcheck',
  dash: 'dash',
  busybox: 'busybox',
  ssh: 'openssh-client',
  fish: 'fish',
  tcsh: 'tcsh',
  zsh: 'zsh',
  rsync: 'rsync',
  systemctl: 'systemd',
  'systemd-nspawn': 'systemd-container',
  mmdebstrap: 'mmdebstrap',
  ip: 'iproute2',
};

/** Packages that are still missing in the end. */
export function installTools() {
  const missing = missingPackages();
  if (missing.length === 0 || process.getuid?.() !== 0 || !isThere('apt-get')) return missing;
  console.log(`installing ${missing.join(', ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = () =>
    spawnSync('apt-get', ['install', '--yes', '--quiet', '--no-install-recommends', ...missing], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  if (install().status !== 0) {
    spawnSync('apt-get', ['update', '--quiet'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    install();
  }
  return missingPackages();
}

function missingPackages() {
  const missing = Object.entries(packageOf).filter(([program]) => !isThere(program));
  return [...new Set(missing.map(([, name]) => name))];
}

function isThere(program) {
  return spawnSync('/bin/sh', ['-c', 'command -v "$1"', 'sh', program]).status === 0;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const missing = installTools();
  if (missing.length > 0) console.log(`not installed here: ${missing.join(', ')}`);
}
