import { afterAll, afterEach, beforeAll, beforeEach, jest } from '@jest/globals';
import type { HostResult, RunEvent } from '../../../src/model/event.ts';
import type { HostPlan, Plan } from '../../../src/model/plan.ts';
import { stepsOf } from '../../../src/plan/plan.ts';
import { useFleet } from './fleet.ts';
import type { FleetOptions } from './fleet.ts';
import type { FleetHost } from './fleet-host.ts';
import { endAll, fleetwright, start } from './fleetwright.ts';
import type { Running, RunOptions, RunResult } from './fleetwright.ts';
import { makeProject } from './project.ts';
import type { Project, ProjectOptions } from './project.ts';
import { keepPristine, makePristine } from './pristine.ts';

/** An entry of `units` as a playbook has it, but with the texts of its files in place of their paths. */
export type Entry = Readonly<Record<string, unknown>>;

/** An apply that has ended, and all that it said. */
export interface Applied extends RunResult {
  readonly events: readonly RunEvent[];
  /** By host. */
  readonly results: Readonly<Record<string, HostResult>>;
}

/** A fleet, a project with its inventory, and the program run there as a person would. */
export interface Workbench {
  readonly host: (index: number) => FleetHost;
  readonly hosts: readonly FleetHost[];
  readonly project: Project;
  /** Writes playbook.yaml: these units, for all hosts unless `play` says otherwise. */
  readonly declare: (units: readonly Entry[], play?: Readonly<Record<string, unknown>>) => Promise<void>;
  /** Any command line. */
  readonly run: (words: readonly string[], options?: Partial<RunOptions>) => Promise<RunResult>;
  readonly plan: (...flags: readonly string[]) => Promise<Plan>;
  readonly apply: (flags?: readonly string[], options?: Partial<RunOptions>) => Promise<Applied>;
  /** An apply that has begun, to be troubled. */
  readonly startApply: (flags?: readonly string[]) => Applying;
}

export interface Applying {
  readonly kill: Running['kill'];
  readonly ended: Promise<Applied>;
}

/**
 * Boots the hosts of a test file with a project for them. Before each test, hosts are made as they were: no units,
 * runs or faults of the test before.
 */
export function useWorkbench(options: FleetOptions & { readonly project?: ProjectOptions }): () => Workbench {
  jest.setTimeout(120_000);
  const fleet = useFleet(options);
  let bench: Workbench | undefined;
  beforeAll(async () => {
    const project = await makeProject(fleet(), options.project);
    await Promise.all(fleet().hosts.map(keepPristine));
    bench = { ...commands(project), hosts: fleet().hosts, host: (index) => fleet().host(index), project };
  });
  beforeEach(async () => {
    await Promise.all(fleet().hosts.map(makePristine));
  });
  afterEach(endAll);
  afterAll(() => bench?.project.remove());
  return () => {
    if (!bench) throw new Error('the workbench is there within tests only');
    return bench;
  };
}

function commands(project: Project): Omit<Workbench, 'host' | 'hosts' | 'project'> {
  const applying = ['apply', 'playbook.yaml', '--yes', '--json'];
  const run: Workbench['run'] = (words, options) => fleetwright([...words], { cwd: project.dir, ...options });
  return {
    run,
    declare: (units, play) => declare(project, units, play),
    plan: async (...flags) => {
      const { code, stdout, stderr } = await run(['plan', 'playbook.yaml', '--json', ...flags]);
      if (stdout === '') throw new Error(`no plan: code ${code}\n${stderr}`);
      return JSON.parse(stdout) as Plan;
    },
    apply: async (flags = [], options) =>
      applied(await fleetwright([...applying, ...flags], { cwd: project.dir, ...options })),
    startApply: (flags = []) => {
      const { kill, ended } = start([...applying, ...flags], { cwd: project.dir });
      return { kill, ended: ended.then(applied) };
    },
  };
}

/** Reads what `apply --json` has written. */
export function applied(result: RunResult): Applied {
  const lines = result.stdout.split('\n').slice(0, -1);
  const events = lines.map((line) => JSON.parse(line) as RunEvent);
  const results = events.flatMap((event) => (event.type === 'host-finished' ? [event.result] : []));
  return { ...result, events, results: Object.fromEntries(results.map((one) => [one.host, one])) };
}

async function declare(project: Project, units: readonly Entry[], play = {}): Promise<void> {
  const entries = [];
  for (const [index, { file, drop_ins: dropIns, ...entry }] of units.entries()) {
    const path = (name: string): string => `files/${index}-${name}`;
    const drops = Object.entries((dropIns ?? {}) as Record<string, string>);
    if (typeof file === 'string') await project.write(path('unit'), file);
    for (const [name, text] of drops) await project.write(path(name), text);
    entries.push({
      ...entry,
      ...(file === undefined ? {} : { file: path('unit') }),
      ...(dropIns === undefined
        ? {}
        : { drop_ins: Object.fromEntries(drops.map(([name]) => [name, path(name)])) }),
    });
  }
  await project.write(
    'playbook.yaml',
    JSON.stringify({ hosts: 'all', ...play, ...(entries.length > 0 && { units: entries }) }),
  );
}

/** One host's part of a plan. */
export function hostPlan(plan: Plan, host = 'host-1'): HostPlan {
  const own = plan.hosts.find((one) => one.host === host);
  if (own === undefined) throw new Error(`the plan has no ${host}`);
  return own;
}

/** `write /etc/systemd/system/a.service`, `restart a.service`: a host's steps in the order they run. */
export function stepLines(plan: Plan, host = 'host-1'): readonly string[] {
  return stepsOf(hostPlan(plan, host)).map((step) => {
    if ('path' in step) return `${step.do} ${step.path}`;
    if ('unit' in step) return `${step.do} ${step.unit}`;
    return step.do;
  });
}

/** A service that runs until it is told to end. */
export function sleeper(more = '', install = 'WantedBy=multi-user.target'): string {
  return `[Unit]\nDescription=a test\n\n[Service]\nExecStart=/bin/sleep infinity\n${more}\n[Install]\n${install}\n`;
}

/** Counts as up as soon as it has started: most tests have no time to watch. */
export const atOnce = { settle: '0s' } as const;
