import type { Probe, Sections } from '../../../model/probe.ts';
import type { Scope, Step } from '../../../model/step.ts';
import type { FileSeen } from '../actual.ts';
import { readFiles, readLinks } from '../read-files.ts';
import type { Link } from '../text/links.ts';

/** What a host kept of one manager's units before a run changed them. */
export interface Kept {
  /** How the run ended there (`changed`, `rolled-back`, …); undefined while it has no end. */
  readonly result: string | undefined;
  /** By their own path; what is not among them was not there. */
  readonly files: ReadonlyMap<string, FileSeen>;
  /** All links before the run and after its last change of links; undefined where it changed none. */
  readonly linksBefore: readonly Link[] | undefined;
  readonly linksAfter: readonly Link[] | undefined;
  /** ActiveState by unit, of units that the run started or stopped. */
  readonly states: ReadonlyMap<string, string>;
}

const filesOf = (run: string): string => `/var/lib/fleetwright/runs/${run}/saved/files`;

/** The look at what the host kept, for each manager that the run acted on. */
export function keptProbes(run: string, steps: readonly Step[]): readonly Probe[] {
  return scopesOf(steps).map((scope) => ({
    libraries: ['way-back'],
    function: 'look_saved',
    args: [
      run,
      scope,
      ...steps.flatMap((step) => (step.scope === scope && 'path' in step ? [step.path] : [])),
    ],
  }));
}

export function scopesOf(steps: readonly Step[]): readonly Scope[] {
  return [...new Set(steps.map(({ scope }) => scope))];
}

/** What `look_saved` printed; null where the host has no record of the run, a string where it cannot be understood. */
export function readKept(sections: Sections, run: string, scope: Scope): Kept | null | string {
  const bytes = (name: string): Uint8Array => sections.get(`saved:${scope}:${name}`) ?? new Uint8Array();
  const text = (name: string): string => Buffer.from(bytes(name)).toString('utf8');
  const [kept, result] = text('record').split('\n');
  if (kept !== 'kept=yes') return null;
  const links = readLinks(bytes('links'), bytes('targets'));
  const files = links && readFiles(bytes('stat'), bytes('text'), links);
  if (!files) return `what the host kept of run ${run} changed while it was read; try again`;
  const own = (file: FileSeen): FileSeen => ({ ...file, path: file.path.slice(filesOf(run).length) });
  return {
    result: result === undefined || result === '' ? undefined : result.split(' ')[0],
    files: new Map([...files.values()].map((file) => [own(file).path, own(file)])),
    linksBefore: linkLines(sections.get(`saved:${scope}:links-before`)),
    linksAfter: linkLines(sections.get(`saved:${scope}:links-after`)),
    states: new Map(pairs(text('states')).toReversed()),
  };
}

function linkLines(section: Uint8Array | undefined): readonly Link[] | undefined {
  const text = Buffer.from(section ?? new Uint8Array()).toString('utf8');
  return text === '' ? undefined : pairs(text).map(([path, target]) => ({ path, target }));
}

/** Lines of two words; the first has no blank. */
function pairs(text: string): readonly (readonly [string, string])[] {
  const lines = text.split('\n').filter((line) => line.includes(' '));
  return lines.map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]);
}
