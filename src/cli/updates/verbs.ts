import type { VerbEntry } from '../verbs.ts';

const where = ['inventory', 'limit', 'forks', 'askBecomePass'] as const;
const named = '<name> [host...]';

/** `updates …`: repositories that keep themselves up to date, on many hosts in one round trip each. */
export const updates: VerbEntry = {
  name: 'updates',
  summary: 'repositories that keep themselves up to date: how they stand, and by hand',
  examples: ['fleetwright updates status', 'fleetwright updates run app --batches 1,100%'],
  verbs: [
    {
      name: 'status',
      words: '[name...]',
      summary: 'commit, last check and result, next run, and what keeps it back',
      examples: ['fleetwright updates status', 'fleetwright updates status app -l web --json'],
      options: [...where],
      body: async () => (await import('./status.ts')).updatesStatus,
    },
    {
      name: 'run',
      words: named,
      summary: 'update now, with what the hosts say',
      examples: ['fleetwright updates run app', 'fleetwright updates run app web-1 --to v1.4.2 --yes'],
      options: [...where, 'yes', 'toRef', 'noRestart', 'ignoreWindow', 'batches'],
      body: async () => (await import('./run.ts')).updatesRun,
    },
    {
      name: 'history',
      words: named,
      summary: 'its attempts: when, why, how they ended',
      examples: ['fleetwright updates history app', 'fleetwright updates history app web-1 --json'],
      options: [...where],
      body: async () => (await import('./tell.ts')).updatesHistory,
    },
    {
      name: 'logs',
      words: named,
      summary: 'the last lines of its log',
      examples: ['fleetwright updates logs app web-1'],
      options: [...where],
      body: async () => (await import('./tell.ts')).updatesLogs,
    },
    {
      name: 'verify',
      words: named,
      summary: 'whether what is checked out has the signatures that its policy wants',
      examples: ['fleetwright updates verify app'],
      options: [...where],
      body: async () => (await import('./tell.ts')).updatesVerify,
    },
    {
      name: 'pause',
      words: named,
      summary: 'no update for a while, by hand neither',
      examples: ['fleetwright updates pause app --until 2h --reason "a demo"'],
      options: [...where, 'yes', 'until', 'reason'],
      body: async () => (await import('./tell.ts')).updatesPause,
    },
    {
      name: 'resume',
      words: named,
      summary: 'end a pause, and let commits that failed before be tried again',
      examples: ['fleetwright updates resume app'],
      options: [...where, 'yes'],
      body: async () => (await import('./tell.ts')).updatesResume,
    },
    {
      name: 'remove',
      words: named,
      summary: 'take timer, drop-ins, cron entry and policy away; with --purge the checkout, too',
      examples: ['fleetwright updates remove app', 'fleetwright updates remove app web-1 --purge --check'],
      options: [...where, 'purge', 'yes', 'check', 'dryRun', 'lockWait'],
      body: async () => (await import('./remove.ts')).updatesRemove,
    },
  ],
};
