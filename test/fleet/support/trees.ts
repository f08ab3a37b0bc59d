import { execa } from 'execa';
import type { FleetHost } from './fleet-host.ts';
import type { Project } from './project.ts';

/** Files by path, in a new directory of the project; what was there before is gone. */
export async function source(project: Project, files: Readonly<Record<string, string>>): Promise<void> {
  await here(project, 'rm -rf tree && mkdir tree');
  for (const [path, text] of Object.entries(files)) await project.write(`tree/${path}`, text);
}

/** A shell in the project's directory. */
export async function here(project: Project, script: string): Promise<string> {
  return (await execa('/bin/bash', ['-ec', script], { cwd: project.dir })).stdout;
}

/** Everything below a directory of a host, kind, mode, owner, size, time to the nanosecond and target of each. */
export async function treeOf(host: FleetHost, path: string): Promise<string> {
  const script = `[ ! -d ${path} ] || { cd ${path} && find . -type d -printf '%p %y %m %u:%g\\0' -o -printf '%p %y %m %u:%g %s %T@ %l\\0' | sort -z; find . -type f -print0 | sort -z | xargs -0 -r sha256sum; }`;
  return host.must(script);
}

/** The texts of a host's files by path, small and plain ones. */
export async function textsOf(host: FleetHost, path: string): Promise<Readonly<Record<string, string>>> {
  const { stdout } = await host.exec(
    `cd ${path} && find . -type f | sort | while read -r f; do printf '%s\\t%s\\n' "$f" "$(cat "$f")"; done`,
  );
  const lines = stdout.split('\n').filter((line) => line !== '');
  return Object.fromEntries(
    lines.map((line) => [line.slice(2, line.indexOf('\t')), line.slice(line.indexOf('\t') + 1)]),
  );
}
