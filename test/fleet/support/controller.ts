import { cp, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { FleetHost } from './fleet-host.ts';
import type { ExecResult } from './host-exec.ts';

const checkout = fileURLToPath(new URL('../../../', import.meta.url));
const program = process.env['TEST_PROGRAM'] ?? join(checkout, 'dist/main.js');
/** Not in /opt, which is emptied between tests. */
export const place = '/usr/local/share/fleetwright';

/** The program as somebody has it who sits at a host: this machine is that host then. */
export type Here = (words: readonly string[], environment?: string) => Promise<ExecResult>;

/** Puts the program with all it needs on a host. What it gives runs it there, as root, in /root/project. */
export async function putProgramOn(host: FleetHost): Promise<Here> {
  const there = join(host.root, place);
  await mkdir(join(there, 'node_modules'), { recursive: true });
  const { stdout } = await execa('npm', ['ls', '--omit=dev', '--all', '--parseable'], { cwd: checkout });
  const modules = stdout.split('\n').filter((path) => path.includes('/node_modules/'));
  for (const path of modules) await copy(path, join(there, path.slice(path.indexOf('node_modules'))));
  await copy(dirname(program), join(there, 'dist'));
  for (const name of ['schemas', 'src/hosts/sh', 'package.json'])
    await copy(join(checkout, name), join(there, name));
  await copy(process.execPath, join(there, 'node'));
  await host.must('mkdir -p /root/project');
  return (words, environment = '') => {
    const quoted = words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
    return host.exec(`cd /root/project && ${environment} ${place}/node ${place}/dist/main.js ${quoted}`);
  };
}

function copy(from: string, to: string): Promise<void> {
  return cp(from, to, { recursive: true, dereference: true });
}
