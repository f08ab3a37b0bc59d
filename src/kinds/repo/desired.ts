import type { Schedule } from './schedule.ts';

/** A file of ours on a host, as it is to be. */
export interface OwnFile {
  /** What it is called in a plan. */
  readonly field: string;
  readonly path: string;
  readonly content: string;
  /** Octal, four digits; all are root's. */
  readonly mode: string;
  /** What the updater needs comes before the first update, units with other units. */
  readonly phase: 'content' | 'files';
  /** Another text, where the unit's own files let it start for at least so many seconds. */
  readonly patient?: { readonly unit: string; readonly seconds: number; readonly content: string };
}

/** What is followed. */
export interface Track {
  readonly by: 'branch' | 'tag' | 'version' | 'commit';
  readonly ref: string;
}

/** A repository that is to be, on one host. */
export interface DesiredRepo {
  readonly name: string;
  /** Empty where only the name is known: then the installed policy tells. */
  readonly path: string;
  readonly absent: boolean;
  /** The checkout goes, too. */
  readonly purge?: true;
  readonly owner: string;
  readonly urls: readonly string[];
  readonly track: Track;
  readonly layout: 'checkout' | 'releases';
  readonly localChanges: 'stash' | 'refuse' | 'discard';
  readonly insecure: boolean;
  /** Commits come that do not descend from what was accepted. */
  readonly rewind: boolean;
  readonly deployKey?: string;
  /** Signatures by ssh keys, for which git must be new enough. */
  readonly signedBySsh: boolean;
  /** For people: what is built after an update. */
  readonly builds: readonly string[];
  readonly restarts: readonly string[];
  readonly onStart: readonly string[];
  readonly files: readonly OwnFile[];
  /** What the host must have for it, in the words of hosts/sh/repo-needs.sh. */
  readonly needs: readonly string[];
  readonly windows: readonly string[];
  /** Milliseconds within which each host has a moment of its own. */
  readonly spread: number;
  readonly schedule?: Schedule & { readonly scheduler: 'timer' | 'cron' };
  readonly replacesCron?: string;
  /** Milliseconds that an update and its way back may take. */
  readonly timeout: number;
}
