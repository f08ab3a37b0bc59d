import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from 'diff';
import type { StructuredPatch } from 'diff';
import { Remembered } from '../model/remembered.ts';

/** Edits beyond which looking for the smallest difference costs more than it tells; the whole text is shown replaced. */
const maxEdits = 1000;

/** Most hosts of a fleet differ alike. */
const patches = new Remembered(16 << 20);

/**
 * The difference between a file's two contents as a unified diff with three lines of context; null stands for a file
 * that is not there. Two equal contents give ''. The text ends with a newline, and is as raw as what went in: whoever
 * shows it escapes it.
 */
export function unifiedDiff(path: string, from: string | null, to: string | null): string {
  if (from === to) return '';
  return patches.of(JSON.stringify([path, from, to]), () => patchOf(path, from, to));
}

function patchOf(path: string, from: string | null, to: string | null): string {
  const names = [from === null ? '/dev/null' : path, to === null ? '/dev/null' : path] as const;
  const options = { context: 3, maxEditLength: maxEdits };
  const patch =
    structuredPatch(...names, from ?? '', to ?? '', undefined, undefined, options) ??
    replaced(...names, from ?? '', to ?? '');
  return formatPatch(patch, FILE_HEADERS_ONLY);
}

/** One hunk that takes every old line away and puts every new one there. */
function replaced(oldName: string, newName: string, from: string, to: string): StructuredPatch {
  const patch = structuredPatch(oldName, newName, from, '', undefined, undefined, { context: 0 });
  const added = structuredPatch(oldName, newName, '', to, undefined, undefined, { context: 0 });
  const [gone, come] = [patch.hunks[0], added.hunks[0]];
  if (gone === undefined || come === undefined) return gone === undefined ? added : patch;
  return {
    ...patch,
    hunks: [
      { ...come, oldStart: gone.oldStart, oldLines: gone.oldLines, lines: [...gone.lines, ...come.lines] },
    ],
  };
}
