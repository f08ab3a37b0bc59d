import { jsonLine } from '../../report/json-line.ts';
import { syncText, type ConflictShown } from '../../report/sync-text.ts';
import type { Conflict, Held, Merged } from '../../snapshot/merge.ts';
import type { Frame } from '../frame.ts';
import type { Flags } from '../options.ts';
import { presentation } from '../presentation.ts';

/** The two hosts of a merge, by name. */
interface Names {
  readonly local: string;
  readonly remote: string;
}

/** Tells of a merge's conflicts and of what it holds back; what moves, the plan tells. */
export function sayMerged({ conflicts, held }: Merged, names: Names, flags: Flags, frame: Frame): void {
  if (flags.json === true) {
    if (conflicts.length + held.length > 0)
      frame.out.write(jsonLine({ format: 1, type: 'merge', ...names, conflicts, held }));
    return;
  }
  const text = syncText(
    conflictsShown(conflicts, names),
    flags.quiet === true ? [] : held.map((one) => sentence(one, names)),
    presentation(frame.err, flags, frame),
  );
  frame.err.write(text);
  if (conflicts.length > 0)
    frame.err.write(
      `\n--prefer local settles conflicts as ${names.local} has it, --prefer remote as ${names.remote}\n\n`,
    );
}

/** Unit by unit, what each side made of it. */
function conflictsShown(conflicts: readonly Conflict[], names: Names): readonly ConflictShown[] {
  return [...new Set(conflicts.map(({ name }) => name))].map((name) => {
    const all = conflicts.flatMap((one) => (one.name === name ? one.differences : []));
    const sides = (['both', 'local', 'remote'] as const).map((of) => ({
      of: of === 'both' ? `from ${names.local} to ${names.remote}` : `${names[of]}, since the last sync`,
      differences: all.flatMap((one) => (one.of === of ? [one.difference] : [])),
    }));
    return { address: `unit/${name}`, sides: sides.filter((side) => side.differences.length > 0) };
  });
}

function sentence({ name, field, on, why }: Held, names: Names): string {
  const what = field === 'unit' ? name : `${name} ${field}`;
  if (why === 'deleted') return `${what} was deleted on ${names[on]}; it goes everywhere with --delete`;
  if (why === 'no file')
    return `${what} is not on ${names[on]}, and there is no file of an administrator's to bring`;
  return `${what} stays as it is on ${names[on]}: there is no plain UTF-8 text to bring`;
}
