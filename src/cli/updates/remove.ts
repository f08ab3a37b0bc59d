import type { DesiredHost } from '../../desire/desire.ts';
import { goneRepo } from '../../kinds/repos.ts';
import { allAtOnce } from '../../plan/all-at-once.ts';
import { lostRuns } from '../../report/records/lost.ts';
import { projectRoot } from '../../report/records/project-root.ts';
import { act } from '../act.ts';
import { refuseUnapprovable } from '../approval.ts';
import { ready } from '../carry-out.ts';
import { exitCodes } from '../exit-code.ts';
import type { Verb } from '../frame.ts';
import { interruptedLook } from '../interrupted.ts';
import type { MadePlan } from '../made-plan.ts';
import type { Flags } from '../options.ts';
import { planHosts } from '../plan-hosts.ts';
import { announcePlan } from '../show-plan.ts';
import { repoName, withHosts, type Asking } from './asking.ts';

/** `updates remove NAME [HOST...]`: what keeps it up to date goes, as a plan; with --purge the checkout, too. */
export const updatesRemove: Verb = (words, flags, frame) => {
  const [word, ...hosts] = words;
  const name = repoName(word, frame);
  const refused = typeof name === 'number' ? name : refuseUnapprovable(flags, frame);
  if (typeof name === 'number' || refused !== undefined) return Promise.resolve(refused ?? exitCodes.usage);
  return withHosts(hosts, flags, frame, async (asking) => {
    const made = await makeRemoval(name, asking, flags);
    const ended = interruptedLook(frame) ?? (await announcePlan(made.plan, flags, frame));
    return ended ?? (await act({ made, command: ['updates', 'remove', name] }, flags, frame));
  });
};

async function makeRemoval(name: string, asking: Asking, flags: Flags): Promise<MadePlan> {
  const { reach, forks, frame } = asking;
  const root = projectRoot(frame.cwd);
  const lost = await lostRuns(root);
  const hosts = asking.hosts.map((host): DesiredHost => ({
    host,
    resources: [goneRepo(name, flags.purge === true)],
  }));
  const rollout = allAtOnce(hosts.map(({ host }) => host.name));
  const toPlan = { fleet: { hosts, rollouts: [rollout] }, forks, root, lost, includes: () => true };
  const plan = await planHosts(toPlan, reach, flags, frame);
  return ready(plan, { root, told: lost.keep }, { reach, forks, flags, frame });
}
