import type { Difference } from '../../../model/plan.ts';
import type { ProposedStep, Step } from '../../../model/step.ts';
import { fileDifference } from '../../file-difference.ts';
import type { FileSeen, ManagerSeen } from '../actual.ts';
import { asShown, digestOf } from '../compare-files.ts';
import { merge, type Part } from '../../part.ts';
import { sha256 } from '../probe.ts';
import type { Kept } from './kept.ts';
import { shortened } from './links.ts';
import type { Past } from './past.ts';

type PathStep = Step & { readonly do: 'write' | 'remove' | 'link' };

/** Every file and link that the run put there or took away, as it was before. */
export function filesBack({ unit, steps, run }: Past, kept: Kept, manager: ManagerSeen): Part {
  const paths = steps.filter((step) => step.do === 'write' || step.do === 'remove' || step.do === 'link');
  return merge(
    paths.map((step) => {
      const [now, then] = [seenAt(step.path, manager), kept.files.get(step.path)];
      const field = fieldOf(step.path, `${manager.directory}/${unit.name}`);
      const back = backTo(step, { now, then, field });
      const changed = warned(step, { now, then, run });
      return { ...back, ...(changed === undefined ? {} : { warnings: [changed] }) };
    }),
  );
}

interface Turn {
  readonly now: FileSeen | undefined;
  readonly then: FileSeen | undefined;
  readonly field: string;
}

function backTo({ path, scope }: PathStep, { now, then, field }: Turn): Part {
  const rests = [field];
  const was = digestOf(now);
  const differs = was !== digestOf(then);
  const rights = then?.type === 'file' && scope === 'system' ? rightsDifference(field, now, then) : [];
  if (!differs && rights.length === 0) return { rests };
  const differences = [...(differs ? [difference(path, { now, then, field })] : []), ...rights];
  const base = { phase: 'files', scope, path, was, because: 'as it was before the run' } as const;
  if (then === undefined) return { rests, differences, steps: [{ do: 'remove', ...base }] };
  if (then.type === 'link')
    return { rests, differences, steps: [{ do: 'link', ...base, target: then.target ?? '' }] };
  const content = asText(then.bytes);
  if (content === undefined) {
    return {
      rests,
      blocked: [`${path} was no text before the run: copy it back by hand, from what the host kept`],
    };
  }
  const owner = scope === 'system' ? then.owner : (now?.owner ?? '');
  const step: ProposedStep = { do: 'write', ...base, content, mode: then.mode.padStart(4, '0'), owner };
  return { rests, differences, steps: [step] };
}

/** Of a link that is not the unit's own file only where it leads is of interest. */
function difference(path: string, { now, then, field }: Turn): Difference {
  if (field !== 'links') return fileDifference(field, path, { from: asShown(now), to: asShown(then) });
  const lead = (file: FileSeen | undefined): string | null => file?.target ?? null;
  return { field: shortened(path), from: lead(now), to: lead(then) };
}

/** Somebody, or a later run, has changed since what the run left. */
function warned(
  step: PathStep,
  { now, then, run }: Omit<Turn, 'field'> & { readonly run: string },
): string | undefined {
  const is = digestOf(now);
  if (is === leftBy(step) || is === digestOf(then)) return undefined;
  return `${step.path} has been changed since run ${run}; the way back undoes that too`;
}

function leftBy(step: PathStep): string | null {
  if (step.do === 'write') return `sha256:${sha256(step.content)}`;
  return step.do === 'link' ? `link:${step.target}` : null;
}

function rightsDifference(field: string, now: FileSeen | undefined, then: FileSeen): readonly Difference[] {
  if (now?.type !== 'file') return [];
  const rights = ({ mode, owner }: FileSeen): string => `${mode.padStart(4, '0')} ${owner}`;
  if (rights(now) === rights(then)) return [];
  return [{ field: `${field} mode and owner`, from: rights(now), to: rights(then) }];
}

/** The name that facts have for what lies at the path. */
function fieldOf(path: string, own: string): string {
  if (path === own) return 'file';
  return path.startsWith(`${own}.d/`) ? `drop_ins/${path.slice(own.length + 3)}` : 'links';
}

function seenAt(path: string, manager: ManagerSeen): FileSeen | undefined {
  const file = manager.files.get(path);
  if (file !== undefined) return file;
  const link = manager.links.find((one) => one.path === path);
  return link && { ...link, type: 'link', mode: '777', owner: '', modified: 0 };
}

/** Undefined for bytes that a plan, which is JSON, and a shell's word cannot carry. */
function asText(bytes: Uint8Array = new Uint8Array()): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}
