import type { Verb } from './frame.ts';
import type { options } from './options.ts';
import { platformVerbs } from './platform/verbs.ts';
import { unitVerbs } from './units/verbs.ts';
import { updates } from './updates/verbs.ts';

/** One verb as the command line knows it. Its body is loaded when it is called, so that `--help` loads none. */
export interface VerbEntry {
  readonly name: string;
  /** Its words, as in `<id>`, `[file]`, `[playbook...]`. */
  readonly words?: string;
  readonly summary: string;
  /** Command lines that work as they stand; the help shows them first. */
  readonly examples: readonly string[];
  readonly options?: readonly (keyof typeof options)[];
  readonly body?: () => Promise<Verb>;
  readonly verbs?: readonly VerbEntry[];
}

const selection = [
  ...(['inventory', 'limit', 'only', 'except', 'var'] as const),
  ...(['excludeData', 'includeSecrets'] as const),
] as const;
const access = ['forks', 'askBecomePass'] as const;
const change = ['yes', 'check', 'dryRun', 'lockWait', 'allowCritical', 'allowDelete'] as const;

/** All verbs, in the order that the help shows. */
export const verbs: readonly VerbEntry[] = [
  {
    name: 'init',
    words: '[dir]',
    summary: 'write a small project that validates and plans as it stands',
    examples: ['fleetwright init', 'fleetwright init my-fleet'],
    body: async () => (await import('./init.ts')).init,
  },
  {
    name: 'validate',
    words: '[playbook...]',
    summary: 'check the inventory and the playbooks without touching a host',
    examples: ['fleetwright validate', 'fleetwright validate -i inventories/lab.yaml playbooks/web.yaml'],
    options: [...selection],
    body: async () => (await import('./validate.ts')).validate,
  },
  {
    name: 'plan',
    words: '[playbook...]',
    summary: 'show what would change on which host, and why; changes nothing',
    examples: [
      'fleetwright plan playbooks/web.yaml',
      'fleetwright plan -l "web:!web-3" --only "unit/nginx*"',
      'fleetwright plan -o tonight.plan.json && fleetwright apply tonight.plan.json',
    ],
    options: [...selection, ...access, 'allowCritical', 'allowDelete', 'out', 'detailedExitcode'],
    body: async () => (await import('./plan.ts')).plan,
  },
  {
    name: 'apply',
    words: '[playbook-or-plan...]',
    summary: 'plan, ask, and do it; or carry out a saved plan',
    examples: [
      'fleetwright apply playbooks/web.yaml',
      'fleetwright apply tonight.plan.json',
      'fleetwright apply -l canary --yes --json',
    ],
    options: [...selection, ...access, ...change, 'detailedExitcode'],
    body: async () => (await import('./apply.ts')).apply,
  },
  {
    name: 'drift',
    words: '[playbook...]',
    summary: 'what has moved away from what is declared; takes no lock, changes nothing',
    examples: ['fleetwright drift', 'fleetwright drift --detailed-exitcode -q || mail -s drift ops'],
    options: [...selection, ...access, 'detailedExitcode'],
    body: async () => (await import('./drift.ts')).drift,
  },
  {
    name: 'rollback',
    words: '<run>',
    summary: 'plan the way back to what a run replaced, ask, and do it',
    examples: ['fleetwright rollback last', 'fleetwright rollback 20261121T2215 -l web-1 --check'],
    options: ['inventory', 'limit', 'only', 'except', ...access, ...change, 'out', 'detailedExitcode'],
    body: async () => (await import('./rollback.ts')).rollback,
  },
  unitVerbs,
  platformVerbs,
  updates,
  {
    name: 'runs',
    summary: 'what earlier runs did',
    examples: ['fleetwright runs list', 'fleetwright runs show last', 'fleetwright runs logs 20261121T2215'],
    verbs: [
      {
        name: 'list',
        summary: 'the recorded runs, the newest first; the last 100 are kept',
        examples: ['fleetwright runs list', 'fleetwright runs list --json'],
        body: async () => (await import('./runs.ts')).listRuns,
      },
      {
        name: 'show',
        words: '[run]',
        summary: 'how a run came out, host by host; the last one, or by the start of its id',
        examples: ['fleetwright runs show last'],
        body: async () => (await import('./runs.ts')).showRun,
      },
      {
        name: 'logs',
        words: '[run]',
        summary: 'everything a run said, the last one or by the start of its id',
        examples: ['fleetwright runs logs last', 'fleetwright runs logs last --json | jq .type'],
        body: async () => (await import('./runs.ts')).showRunLog,
      },
    ],
  },
  {
    name: 'doctor',
    summary: 'try every step of the way to each host, and say how to mend what fails',
    examples: ['fleetwright doctor', 'fleetwright doctor -l web-1 -K'],
    options: ['inventory', 'limit', ...access],
    body: async () => (await import('./doctor.ts')).doctor,
  },
  {
    name: 'schema',
    words: '[name]',
    summary: 'print the JSON Schemas of the files, for editors',
    examples: ['fleetwright schema', 'fleetwright schema playbook > playbook.schema.json'],
    body: async () => (await import('./schema.ts')).schema,
  },
  {
    name: 'completion',
    words: '<shell>',
    summary: 'print a completion script for bash, zsh or fish',
    examples: ['source <(fleetwright completion bash)', 'fleetwright completion fish | source'],
    body: async () => (await import('./completion.ts')).completion,
  },
  {
    name: 'sandbox',
    summary: 'throwaway Debian hosts on this machine, to rehearse on (root, Linux)',
    examples: ['fleetwright sandbox up 3', 'fleetwright sandbox shell host-1', 'fleetwright sandbox down'],
    verbs: [
      {
        name: 'up',
        words: '[count]',
        summary: 'boot hosts and write an inventory for them',
        examples: ['fleetwright sandbox up 3'],
        body: async () => (await import('./sandbox.ts')).sandboxUp,
      },
      {
        name: 'down',
        summary: 'remove them, with all that they left',
        examples: ['fleetwright sandbox down'],
        body: async () => (await import('./sandbox.ts')).sandboxDown,
      },
      {
        name: 'list',
        summary: 'the hosts that are up',
        examples: ['fleetwright sandbox list'],
        body: async () => (await import('./sandbox.ts')).sandboxList,
      },
      {
        name: 'shell',
        words: '<name>',
        summary: 'a root shell on one of them',
        examples: ['fleetwright sandbox shell host-1'],
        body: async () => (await import('./sandbox.ts')).sandboxShell,
      },
    ],
  },
];
