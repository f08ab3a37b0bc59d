import type { ScriptResult } from '../hosts/connection.ts';
import type { Outcome } from '../model/event.ts';
import { printable } from '../model/printable.ts';
import type { Story } from './course.ts';

const goesOn = 'it finishes or undoes the run by itself; the next plan tells which';

/** How a host came out of its run, and for a person why. */
export function outcomeOf(story: Story, result: ScriptResult, run: string): readonly [Outcome, string?] {
  const reasons = story.reasons.join('; ');
  switch (story.end) {
    case 'changed':
      return ['changed'];
    case 'rolled-back':
      return ['rolled-back', whyFailed(story)];
    case 'failed':
      return ['failed', `${whyFailed(story)}; left as it is (on_failure: stop)`];
    case 'undo-failed':
      return [
        'failed',
        `${whyFailed(story)}; not everything could be put back: look at the host, its files are kept in /var/lib/fleetwright/runs/${run}/saved`,
      ];
    case 'interrupted':
      return [
        'interrupted',
        story.begun ? 'stopped before its end; what was done has been put back' : 'stopped before it began',
      ];
    case 'stale':
      return ['stale', `changed on the host since the plan: ${reasons}; plan again`];
    case 'locked':
      return ['locked', `another run holds this host: ${reasons}; wait for it with --lock-wait 5m`];
    case 'again':
      return ['lost', `the run had come to this host before, over a line that broke; ${goesOn}`];
    case 'refused':
      return ['failed', `nothing was changed: ${reasons}`];
    default:
      return withoutEnd(story, result);
  }
}

function whyFailed({ failed, complaints }: Story): string {
  const what = failed.length === 0 ? 'the run' : failed.join(', ');
  return `${what} failed${complaints.length > 0 ? `: ${complaints.join('; ')}` : ''}`;
}

/** The host did not say how it ended: before it began nothing was touched, after that it goes on by itself. */
function withoutEnd({ begun }: Story, result: ScriptResult): readonly [Outcome, string?] {
  if (result.type === 'exited') {
    const last = printable(result.stderr.trim().split('\n').at(-1) ?? '');
    const how = `the run ended without a word${last === '' ? '' : `: ${last}`}`;
    return ['failed', `${how}; ${begun ? goesOn : 'nothing was changed'}`];
  }
  if (begun) return ['lost', `${result.message}; ${goesOn}`];
  if (result.type === 'refused') return ['unreachable', result.message];
  // Whether the whole script had arrived cannot be known from here.
  return ['lost', `${result.message}; if the host had begun, ${goesOn}`];
}
