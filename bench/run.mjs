// Builds the program and this benchmark into a directory of their own, and runs them there: an edit or a build
// meanwhile changes nothing of what is measured, and the measured programs are plain JavaScript.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = mkdtempSync(join(tmpdir(), 'fleetwright-bench-'));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => undefined); // the benchmark tidies up, then ends
process.on('exit', () => rmSync(target, { recursive: true, force: true }));

process.exitCode =
  run(join(root, 'scripts/build.mjs')) ||
  build() ||
  run(join(target, 'bench/bench.js'), process.argv.slice(2));

function build() {
  for (const shared of ['node_modules', 'schemas', 'package.json'])
    symlinkSync(join(root, shared), join(target, shared));
  cpSync(join(root, 'dist'), join(target, 'dist'), { recursive: true });
  cpSync(join(root, 'src/hosts/sh'), join(target, 'src/hosts/sh'), { recursive: true });
  cpSync(join(root, 'bench/simulated/looks.json'), join(target, 'bench/simulated/looks.json'));
  return run(join(root, 'node_modules/typescript/bin/tsc'), ['-p', join(root, 'bench'), '--outDir', target]);
}

function run(program, words = []) {
  return spawnSync(process.execPath, [program, ...words], { stdio: 'inherit' }).status ?? 1;
}
