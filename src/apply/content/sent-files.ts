import type { Placing, TreePut } from '../../model/step.ts';

/** The files of a step whose bytes the host gets from here. */
export function sentFiles({ put, from }: Placing): readonly TreePut[] {
  return 'source' in from ? put.filter(({ type, here }) => type === 'file' && here !== true) : [];
}
