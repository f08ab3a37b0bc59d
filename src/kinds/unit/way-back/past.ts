import type { Step } from '../../../model/step.ts';
import type { DesiredUnit } from '../desired.ts';

/** What a run did with one unit. */
export interface Past {
  readonly run: string;
  readonly unit: DesiredUnit;
  readonly steps: readonly Step[];
}
