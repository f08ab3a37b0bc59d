// `npm test [-- WORDS FOR JEST]`: builds, runs the unit tests, then the fleet tests on real hosts that it boots itself,
// and closes with one line, `N passed, N failed`. With FLEETWRIGHT_TEST_ALL=1 (as CI has it) a test that did not run is
// a failure; without, a machine that can boot no hosts gets the unit tests and is told why there were no others.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { installTools } from './install-tools.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const words = process.argv.slice(2);
const all = process.env.FLEETWRIGHT_TEST_ALL === '1';
const total = { passed: 0, failed: 0, skipped: 0 };
let interrupted = false;
process.on('SIGINT', () => (interrupted = true)); // jest is sent it as well; we stay to clean up after it
process.exitCode = await main();

async function main() {
  const missing = installTools();
  if ((await run('npm', ['run', '--silent', 'build'])) !== 0) return close(1, 'The build failed.');
  if (missing.length > 0) console.log(`Not installed here, and some tests need it: ${missing.join(', ')}.`);
  console.log('\nUnit tests');
  await jest('unit');
  const { whyNoSandbox } = await import('../dist/sandbox.js');
  const why = whyNoSandbox();
  if (why === undefined && !interrupted) {
    console.log(
      '\nFleet tests, on hosts that are booted for them (the first time builds their Debian: a minute more)',
    );
    await jest('fleet', '--maxWorkers=3'); // much of their time goes by waiting for hosts
    await removeLeftHosts();
  }
  if (why !== undefined) console.log(`\nThe fleet tests drive real hosts, and did NOT run: ${why}`);
  if (interrupted) return 130;
  if (all && why !== undefined) return close(1, 'FLEETWRIGHT_TEST_ALL is set, so that is a failure.');
  if (all && total.skipped > 0) return close(total.skipped, `${total.skipped} tests were skipped.`);
  if (total.passed + total.failed === 0) return close(1, 'No test was executed.');
  return close(0);
}

/** The last line. What went wrong besides tests counts as failed. */
function close(more, why) {
  if (why !== undefined) console.log(`\n${why}`);
  const failed = total.failed + more;
  console.log(`\n${total.passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

async function jest(project, ...flags) {
  const dir = await mkdtemp(join(tmpdir(), 'fleetwright-test-'));
  const file = join(dir, 'results.json');
  const output = ['--json', `--outputFile=${file}`, '--passWithNoTests'];
  const program = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];
  await run(process.execPath, [...program, '--selectProjects', project, ...flags, ...output, ...words]);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  await rm(dir, { recursive: true, force: true });
  if (text === undefined) {
    total.failed += 1; // jest itself did not come to its end
    return;
  }
  const results = JSON.parse(text);
  total.passed += results.numPassedTests;
  // A file that cannot even be loaded has no tests to count.
  total.failed += results.numFailedTests + results.numRuntimeErrorTestSuites;
  total.skipped += results.numPendingTests + results.numTodoTests;
}

/** Hosts of a test run that was cut short. */
async function removeLeftHosts() {
  const { down, isAlive, sandboxNames } = await import('../dist/sandbox.js');
  for (const name of await sandboxNames()) {
    const pid = /^test-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid)))
      await down(name).catch((error) => console.error(`${error}`));
  }
}

function run(program, args) {
  const child = spawn(program, args, { cwd: root, stdio: 'inherit' });
  return new Promise((resolve) => {
    child.on('close', (code) => resolve(code ?? 1));
    child.on('error', (error) => {
      console.error(`${program}: ${error.message}`);
      resolve(1);
    });
  });
}
