import { worst } from '../../model/check.ts';
import { deployText } from '../../report/deploy-text.ts';
import { doctorText } from '../../report/doctor-text.ts';
import { refuseUnapprovable } from '../approval.ts';
import { connectTo } from '../connect.ts';
import type { Declaration } from '../declaration.ts';
import { examineHosts, exitCodeOfHosts } from '../examine-hosts.ts';
import type { Frame, Verb } from '../frame.ts';
import { interruptedLook } from '../interrupted.ts';
import type { Flags } from '../options.ts';
import { presentation } from '../presentation.ts';
import { changePlatform } from './change.ts';
import { readPlatform, whole } from './declared.ts';

/**
 * `platform full-deploy <host...>`: what `doctor` looks at, then everything that the playbook declares for these hosts, as
 * one plan and one run with one way back; then what it came to.
 */
export const fullDeploy: Verb = async (words, flags, frame) => {
  const refused = refuseUnapprovable(flags, frame);
  if (refused !== undefined) return refused;
  const declared = await readPlatform(words, whole, flags, frame);
  if (typeof declared === 'number') return declared;
  const unfit = await checkHosts(declared, flags, frame);
  if (unfit !== undefined) return unfit;
  const command = ['platform', 'full-deploy', ...words];
  return changePlatform(
    {
      ...{ declared, part: whole, command, pushes: true },
      ended: (done, plan) => {
        if (flags.json === true || flags.quiet === true) return;
        frame.out.write(deployText(done, plan, presentation(frame.out, flags, frame)));
      },
    },
    flags,
    frame,
  );
};

/** A host that a run would fail on is told of before anything is planned. Gives an exit code. */
async function checkHosts(
  { fleet, inventory, settings }: Declaration,
  flags: Flags,
  frame: Frame,
): Promise<number | undefined> {
  const hosts = fleet.hosts.map(({ host }) => host);
  const reach = await connectTo({ hosts, inventory: inventory.hosts }, flags, frame);
  if (typeof reach === 'number') return reach;
  const examined = await examineHosts(hosts, reach, settings.forks.value, frame);
  await reach.close();
  const interrupted = interruptedLook(frame);
  if (interrupted !== undefined) return interrupted;
  const bad = examined.filter(({ checks }) => worst(checks) === 'fail');
  if (bad.length === 0) return undefined;
  frame.err.write(doctorText(bad, presentation(frame.err, flags, frame)));
  frame.err.write('error: a host is not fit for a deployment; nothing was changed\n');
  return exitCodeOfHosts(bad);
}
