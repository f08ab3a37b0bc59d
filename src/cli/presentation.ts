import { wantsColour } from '../report/colour.ts';
import type { Frame, Output } from './frame.ts';
import type { Flags } from './options.ts';

/** How text for people is drawn on one of the two streams. */
export interface Presentation {
  readonly width: number;
  readonly colour: boolean;
  readonly verbose: boolean;
}

/** Very long lines are hard to read; a wide terminal is not filled to its end. */
const widest = 120;

export function presentation(output: Output, flags: Flags, frame: Frame): Presentation {
  return {
    width: Math.max(40, Math.min(output.width, widest)),
    colour: wantsColour(flags.color, frame.env, output.isTerminal),
    verbose: (flags.verbose ?? 0) > 0,
  };
}
