import type { Placing, TreePut } from '../../model/step.ts';
import { frames } from './frames.ts';
import { pack } from './pack.ts';
import { Tape } from './tape.ts';

/** By what they put, which hosts that lack the same have as one value. */
const tapes = new WeakMap<readonly TreePut[], Map<string, Tape>>();

/**
 * What is sent to a host for a tree: read, packed and compressed once for all hosts that are to get the same. The files of
 * `apart` have come to this one by themselves.
 */
export function streamOf(placing: Placing, apart: ReadonlySet<string>): AsyncGenerator<Uint8Array, void> {
  const make = (): AsyncGenerator<Uint8Array, void> => frames(pack(placing, apart));
  if (placing.remove.length + apart.size > 0) return make();
  const known = tapes.get(placing.put) ?? new Map<string, Tape>();
  tapes.set(placing.put, known);
  const { path, key, from, parents } = placing;
  const name = JSON.stringify([path, key, from, parents]);
  const tape = known.get(name) ?? new Tape(make);
  known.set(name, tape);
  return reading(tape, () => known.delete(name));
}

/** What nobody reads any more is not held for whoever may come. */
async function* reading(tape: Tape, forget: () => void): AsyncGenerator<Uint8Array, void> {
  try {
    yield* tape.read();
  } finally {
    if (!tape.isRead) forget();
  }
}
