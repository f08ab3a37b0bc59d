import { unitVerbs } from '../units/verbs.ts';
import type { VerbEntry } from '../verbs.ts';

const declared = ['inventory', 'playbook', 'var'] as const;
const access = ['forks', 'askBecomePass'] as const;
const contents = ['deletePlaced', 'allowDelete', 'excludeData', 'includeSecrets', 'compress'] as const;
const change = [
  ...(['yes', 'force', 'check', 'dryRun', 'backupDir', 'lockWait', 'allowCritical', 'out'] as const),
  'detailedExitcode',
] as const;

/** Without a plan to save: what comes here is no part of one. */
const exchange = [
  ...contents.filter((name) => name !== 'deletePlaced'),
  ...change.filter((name) => name !== 'out'),
  ...(['keep', 'keepDays'] as const),
] as const;

/** What is done with whole platforms: all that a playbook declares. */
export const platformVerbs: VerbEntry = {
  name: 'platform',
  summary: 'a whole platform: its trees and units, as the playbook declares them',
  examples: [
    'fleetwright platform push web-1 --include-systemd --dry-run',
    'fleetwright platform full-deploy production',
    'fleetwright platform promote staging production --dry-run',
  ],
  verbs: [
    {
      name: 'push',
      words: '<host...>',
      summary: 'bring hosts the trees that are declared: plan, ask, and do it',
      examples: [
        'fleetwright platform push web-1 --dry-run',
        'fleetwright platform push production --include-systemd --delete',
      ],
      options: [...declared, 'includeSystemd', ...access, ...contents, ...change],
      body: async () => (await import('./push.ts')).push,
    },
    {
      name: 'pull',
      words: '<host>',
      summary: "bring a host's trees here, into their sources: show all of it, ask, and do it",
      examples: [
        'fleetwright platform pull web-1 --dry-run',
        'fleetwright platform pull web-1 --to web-1-as-it-is',
      ],
      options: [...declared, 'toTree', 'includeSystemd', ...access, 'prefer', 'delete', ...exchange],
      body: async () => (await import('./pull.ts')).pull,
    },
    {
      name: 'sync',
      words: '<host...>',
      summary: 'both ways between sources and hosts, by what changed since the last sync',
      examples: [
        'fleetwright platform sync web-1 --dry-run',
        'fleetwright platform sync web-1 web-2 --prefer local',
      ],
      options: [...declared, 'includeSystemd', ...access, 'prefer', 'delete', ...exchange],
      body: async () => (await import('./sync.ts')).sync,
    },
    {
      name: 'full-deploy',
      words: '<host...>',
      summary: 'check hosts, then bring them all that is declared: plan, ask, and do it',
      examples: [
        'fleetwright platform full-deploy web-1 --dry-run',
        'fleetwright platform full-deploy "web-*" --playbook playbooks/web.yaml',
      ],
      options: [...declared, ...access, ...contents, ...change],
      body: async () => (await import('./full-deploy.ts')).fullDeploy,
    },
    {
      name: 'status',
      words: '[host...]',
      summary: 'how its units stand, and which of its trees are as declared',
      examples: ['fleetwright platform status', 'fleetwright platform status web-1 --detailed-exitcode'],
      options: [...declared, ...access, 'excludeData', 'includeSecrets', 'detailedExitcode'],
      body: async () => (await import('./status.ts')).status,
    },
    {
      name: 'promote',
      words: '<staging> <production...>',
      summary: 'bring what runs well on one host to the next: pull, plan, ask, and do it',
      examples: ['fleetwright platform promote staging-1 production-1 production-2'],
      options: [
        ...(['inventory', 'forks', 'askBecomePass', 'match', 'includeAll', 'filesOnly', 'to'] as const),
        ...([...change, 'batches'] as const),
      ],
      body: async () => (await import('../units/promote.ts')).promote,
    },
    {
      name: 'systemd',
      summary: 'the same verbs as "units"',
      examples: ['fleetwright platform systemd scan', 'fleetwright platform systemd push web-1'],
      verbs: unitVerbs.verbs ?? [],
    },
  ],
};
