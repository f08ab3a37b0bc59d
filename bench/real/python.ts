import { execa } from 'execa';
import type { Fleet } from './fleet.ts';

const packages = ['python3-minimal', 'python3.*-minimal', 'libpython3.*-minimal', 'libpython3.*-stdlib'];

/**
 * Puts this machine's Python on every host, because Ansible needs one there and sandbox hosts have none; they are of
 * the same Debian. Gives why that is not possible here, or undefined when all have it.
 */
export async function givePython({ onEvery }: Fleet): Promise<string | undefined> {
  const listed = await execa('dpkg', ['-L', ...(await installed())], { reject: false });
  if (listed.exitCode !== 0) return 'this machine has no Python from Debian packages to give to the hosts';
  const script = `while IFS= read -r path; do
  case $path in *.py) compiled=$(dirname "$path")/__pycache__/$(basename "$path" .py).*.pyc; ls $compiled 2>/dev/null ;; esac
  [ -d "$path" ] || printf '%s\\n' "$path"
done | tar -c -f - -T -`;
  const input = listed.stdout
    .split('\n')
    .filter((path) => !/^\/usr\/share\//.test(path))
    .join('\n');
  const tar = await execa('/bin/sh', ['-c', script], { input, encoding: 'buffer', maxBuffer: 1 << 30 });
  await onEvery(
    'tar -x -f - -C / && python3 -c "import json, ctypes, hashlib, zipfile"',
    Buffer.from(tar.stdout),
  );
  return undefined;
}

async function installed(): Promise<readonly string[]> {
  const format = '${db:Status-Abbrev}${Package}\\n';
  const { stdout } = await execa('dpkg-query', ['-W', '-f', format, ...packages], { reject: false });
  return stdout.split('\n').flatMap((line) => /^ii (.*)$/.exec(line)?.[1] ?? []);
}
