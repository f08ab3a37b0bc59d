import type { EventSink } from '../model/event.ts';
import { jsonView } from './json.ts';
import { linesView } from './lines.ts';
import { quietView } from './quiet.ts';
import { stopping } from './stopping.ts';

export interface ViewOptions {
  readonly json: boolean;
  readonly quiet: boolean;
  /** How many times -v was given; once is enough to have lines instead of a board that moves. */
  readonly verbose: number;
  readonly colour: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** stderr, where it is a terminal. */
  readonly terminal: NodeJS.WriteStream | undefined;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly now: () => Date;
  /** Aborted when the person asks the run to stop. */
  readonly stop: AbortSignal;
}

/** The view that suits: JSON on stdout when asked for; else a board on a terminal, and plain lines in logs and CI. */
export async function chooseView(options: ViewOptions): Promise<EventSink> {
  const { terminal, verbose, colour, now, stop } = options;
  if (terminal !== undefined && canMove(options)) {
    const { ttyView } = await import('./tty.ts');
    return ttyView({ stream: terminal, colour, now: () => now().getTime(), stop });
  }
  stop.addEventListener('abort', () => options.err(`${stopping}\n`), { once: true });
  if (options.json) return jsonView(options.out);
  return options.quiet ? quietView : linesView(options.err, verbose);
}

function canMove({ json, quiet, verbose, env }: ViewOptions): boolean {
  return !json && !quiet && verbose === 0 && env['TERM'] !== 'dumb' && (env['CI'] ?? '') === '';
}
