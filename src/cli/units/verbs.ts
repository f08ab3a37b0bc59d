import type { VerbEntry } from '../verbs.ts';

const hosts = ['inventory', 'limit', 'forks', 'askBecomePass'] as const;
const oneHost = ['inventory', 'forks', 'askBecomePass'] as const;
const units = ['match', 'includeAll'] as const;
const change = [
  ...(['yes', 'force', 'check', 'dryRun', 'backupDir', 'lockWait', 'allowCritical', 'out'] as const),
  'detailedExitcode',
] as const;
const changeMany = [...change, 'batches'] as const;

/** What is done with the units that hosts have, whatever playbooks say. */
export const unitVerbs: VerbEntry = {
  name: 'units',
  summary: 'work with the units that hosts have: look, back up, enable, move',
  examples: [
    'fleetwright units status',
    'fleetwright units backup "web-*"',
    'fleetwright units install backups/systemd-20261121_221500 web-1',
  ],
  verbs: [
    {
      name: 'scan',
      words: '[host...]',
      summary: 'which units the patterns catch, where their files lie, and how they stand',
      examples: ['fleetwright units scan', 'fleetwright units scan web-1 --explain olama'],
      options: [...hosts, ...units, 'explain'],
      body: async () => (await import('./scan.ts')).scan,
    },
    {
      name: 'list',
      words: '[host...]',
      summary: 'the names of these units, one a line',
      examples: ['fleetwright units list', 'fleetwright units list deploy@10.0.0.7 --include-all'],
      options: [...hosts, ...units],
      body: async () => (await import('./list.ts')).list,
    },
    {
      name: 'status',
      words: '[host...]',
      summary: 'how they stand, one a line, and which of them run on older files',
      examples: ['fleetwright units status web-1 web-2', 'fleetwright units status --failed --watch'],
      options: [...hosts, ...units, 'failed', 'watch'],
      body: async () => (await import('./status.ts')).status,
    },
    {
      name: 'backup',
      words: '[host...]',
      summary: 'keep their files, drop-ins, links and states here',
      examples: ['fleetwright units backup', 'fleetwright units backup "web-*" --keep 10'],
      options: [...hosts, ...units, 'backupDir', 'keep', 'keepDays'],
      body: async () => (await import('./backup.ts')).backup,
    },
    {
      name: 'install',
      words: '<backup> [host...]',
      summary: 'bring hosts back to a backup: plan, ask, and do it',
      examples: [
        'fleetwright units install backups/systemd-20261121_221500',
        'fleetwright units install backups/systemd-20261121_221500 web-1 --only "*ollama*" --check',
      ],
      options: [...hosts, ...units, 'onlyUnits', 'filesOnly', 'statesOnly', 'prune', ...changeMany],
      body: async () => (await import('./install.ts')).install,
    },
    {
      name: 'enable',
      words: '[pattern] [host...]',
      summary: 'have units start at boot, and start them now: plan, ask, and do it',
      examples: ['fleetwright units enable ollama', 'fleetwright units enable "*ollama*" web-1 --no-start'],
      options: [...hosts, ...units, 'start', ...changeMany],
      body: async () => (await import('./enable.ts')).enable,
    },
    {
      name: 'disable',
      words: '[pattern] [host...]',
      summary: 'have units start no more, and stop them now: plan, ask, and do it',
      examples: ['fleetwright units disable ollama', 'fleetwright units disable "*ollama*" web-1 --check'],
      options: [...hosts, ...units, 'start', ...changeMany],
      body: async () => (await import('./enable.ts')).disable,
    },
    {
      name: 'push',
      words: '<host...>',
      summary: "bring this machine's units to hosts, with their states: plan, ask, and do it",
      examples: [
        'fleetwright units push web-1 web-2 --dry-run',
        'fleetwright units push production --from staging-1 --files-only',
      ],
      options: [...hosts, ...units, 'from', 'filesOnly', ...changeMany],
      body: async () => (await import('./push.ts')).push,
    },
    {
      name: 'pull',
      words: '<host>',
      summary: "keep a host's units here, as files and a playbook that declares them",
      examples: ['fleetwright units pull web-1', 'fleetwright units pull web-1 --to units/web-1 --install'],
      options: [...oneHost, ...units, 'to', 'install', 'with', ...change],
      body: async () => (await import('./pull.ts')).pull,
    },
    {
      name: 'sync',
      words: '<host>',
      summary: 'both ways between this machine and a host, by what changed since the last sync',
      examples: ['fleetwright units sync web-1 --dry-run', 'fleetwright units sync web-1 --prefer local'],
      options: [...oneHost, ...units, 'prefer', 'delete', 'with', ...change.filter((name) => name !== 'out')],
      body: async () => (await import('./sync.ts')).sync,
    },
    {
      name: 'diff',
      words: '<one> <other>',
      summary: 'how the units of two hosts differ; each may be a backup or a playbook instead',
      examples: [
        'fleetwright units diff web-1 web-2',
        'fleetwright units diff backups/systemd-20261121_221500 web-1 --detailed-exitcode',
      ],
      options: [...oneHost, ...units, 'detailedExitcode'],
      body: async () => (await import('./diff.ts')).diff,
    },
  ],
};
