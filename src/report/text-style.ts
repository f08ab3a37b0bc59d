import { paint } from './paint.ts';
import type { Paint } from './paint.ts';

/** How a text for people is to look. */
export interface TextOptions {
  /** Columns to fill; 80 reads well everywhere. */
  readonly width: number;
  readonly colour: boolean;
  /** Everything: diffs whole, all names of a group of hosts, hosts with nothing to do. */
  readonly verbose: boolean;
}

/** The same, settled for those who draw its parts. */
export interface TextStyle {
  readonly width: number;
  readonly verbose: boolean;
  /** How much of a text's difference is shown: all, its beginning, or only how much it is. */
  readonly diffs: 'whole' | 'short' | 'counts';
  /** What will be done, with the steps and why; or what has moved from what is declared. */
  readonly tells: 'plan' | 'drift';
  readonly paint: Paint;
}

export function textStyle(options: TextOptions, tells: 'plan' | 'drift'): TextStyle {
  return {
    width: options.width,
    verbose: options.verbose,
    diffs: options.verbose ? 'whole' : 'short',
    tells,
    paint: paint(options.colour),
  };
}
