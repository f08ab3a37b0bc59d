import type { HostResult, Outcome } from '../model/event.ts';
import type { Paint } from './paint.ts';

interface Wording {
  readonly words: string;
  /** `+` it is done, `!` it needs somebody, ` ` neither. */
  readonly sign: '✓' | '!' | '-' | ' ';
  readonly brush: keyof Paint;
}

/** How each outcome is said, in the order that a summary lists them: the good first, the worst last. */
export const outcomeWords: Readonly<Record<Outcome, Wording>> = {
  unchanged: { words: 'nothing to do', sign: ' ', brush: 'dim' },
  changed: { words: 'changed', sign: '✓', brush: 'green' },
  skipped: { words: 'not begun', sign: '-', brush: 'dim' },
  interrupted: { words: 'interrupted, put back as it was', sign: '!', brush: 'yellow' },
  locked: { words: 'held by another run', sign: '!', brush: 'yellow' },
  stale: { words: 'moved since the plan, not touched', sign: '!', brush: 'yellow' },
  blocked: { words: 'blocked, not touched', sign: '!', brush: 'red' },
  unreachable: { words: 'unreachable', sign: '!', brush: 'red' },
  lost: { words: 'connection lost, goes on by itself', sign: '!', brush: 'red' },
  'rolled-back': { words: 'failed, rolled back', sign: '!', brush: 'red' },
  failed: { words: 'failed', sign: '!', brush: 'red' },
};

/** Whether a summary has to say something about this host. */
export function needsWords(result: HostResult): boolean {
  return !['unchanged', 'changed', 'skipped'].includes(result.outcome);
}
