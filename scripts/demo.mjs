// `npm run demo`: three throwaway hosts, and the main job on them from the first plan to a mended drift. Every command
// line is shown as a person would type it, then run, with its own output. What it makes it removes, on Ctrl-C too.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const sandbox = 'demo';
const place = `/run/fleetwright-sandbox/${sandbox}`;
const settings = {
  FLEETWRIGHT_SANDBOX: sandbox,
  FLEETWRIGHT_INVENTORY: `${place}/inventory.yaml,inventories/demo.yaml`,
};

class Ended extends Error {}
let interruptedBy;
let current;
// A terminal's Ctrl-C goes to the running command too: it ends in its own way, then we clean up.
process.on('SIGINT', () => (interruptedBy ??= 'SIGINT'));
for (const signal of ['SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    interruptedBy ??= signal;
    current?.kill(signal);
  });
}
process.exitCode = await main();

async function main() {
  const cannot = await whyNot();
  if (cannot !== undefined) {
    console.log(cannot);
    return 1;
  }
  console.log('`fleetwright` is `npx fleetwright` here, this checkout.');
  const runsBefore = await recordedRuns();
  try {
    return await tell().then(() => 0, failed);
  } finally {
    say('Cleaning up: the hosts, and the records of the two runs.');
    await show('fleetwright sandbox down', { undisturbed: true });
    const runs = (await recordedRuns()).filter((run) => !runsBefore.includes(run));
    for (const run of runs) await rm(`${root}.fleetwright/runs/${run}`, { recursive: true, force: true });
  }
}

async function whyNot() {
  if (!existsSync(`${root}dist/main.js`)) return 'This checkout is not built yet: run `npm ci` first.';
  const { list, whyNoSandbox } = await import('../dist/sandbox.js');
  const why = whyNoSandbox();
  if (why !== undefined)
    return `The demo boots three small hosts on this machine, which does not work here.\n${why}`;
  if ((await list(sandbox)).length === 0) return undefined;
  return `Another demo is at work, or was killed: \`FLEETWRIGHT_SANDBOX=${sandbox} npx fleetwright sandbox down\` ends it.`;
}

async function tell() {
  const started = Date.now();
  say('Three Debian hosts with systemd and sshd. (The first time their Debian is built: about a minute.)');
  await show(`export FLEETWRIGHT_SANDBOX=${settings.FLEETWRIGHT_SANDBOX}`);
  await show('fleetwright sandbox up 3');
  say(
    'Where they are says that file; their groups and variables stand in another; what they are to be in a third.',
  );
  await show(`export FLEETWRIGHT_INVENTORY=${settings.FLEETWRIGHT_INVENTORY}`);
  await show('fleetwright plan playbooks/vitals.yaml');
  say('Nothing has been changed yet. Now it is: one host first, then the others.');
  await show('fleetwright apply --yes playbooks/vitals.yaml');
  say('Is all as declared?');
  await show('fleetwright plan playbooks/vitals.yaml');
  say('Somebody helps out on host-2 by hand: another interval in the unit file, and the service is stopped.');
  const byHand = 'sudo sed -i "s/ 30$/ 1/" /etc/systemd/system/vitals.service; sudo systemctl stop vitals';
  await show(`ssh -F ${place}/ssh_config host-2 '${byHand}' 2>/dev/null`);
  await show('fleetwright drift playbooks/vitals.yaml --detailed-exitcode', { code: 2 });
  say('The same command mends it:');
  await show('fleetwright apply --yes playbooks/vitals.yaml');
  await show('fleetwright drift playbooks/vitals.yaml --detailed-exitcode');
  say(`That is the main job, in ${Math.round((Date.now() - started) / 1000)} seconds.`);
}

function failed(error) {
  if (!(error instanceof Ended)) throw error;
  console.log(`\n${error.message}`);
  return interruptedBy === undefined ? 1 : 130;
}

/** Shows a command line and runs it; `undisturbed` keeps a Ctrl-C on this terminal from it. */
async function show(line, { code: expected = 0, undisturbed = false } = {}) {
  const refuseInterrupted = () => {
    if (interruptedBy !== undefined && !undisturbed) throw new Ended('Interrupted.');
  };
  refuseInterrupted();
  console.log(`\n$ ${line}`);
  const script = `fleetwright() { "${process.execPath}" "${root}dist/main.js" "$@"; }\n${line}\n`;
  const env = { ...process.env, ...settings };
  current = spawn('/bin/sh', ['-c', script], { cwd: root, env, stdio: 'inherit', detached: undisturbed });
  const code = await new Promise((resolve) => current.on('close', (code) => resolve(code ?? 128)));
  refuseInterrupted();
  if (code === expected && code !== 0) console.log(`(exit code ${code}: there is something to mend)`);
  if (code !== expected) throw new Ended(`That ended with exit code ${code}, which it should not.`);
}

function say(text) {
  console.log(`\n# ${text}`);
}

async function recordedRuns() {
  return readdir(`${root}.fleetwright/runs`).catch(() => []);
}
