import type { Difference } from '../../model/plan.ts';
import type { Digest, ProposedStep, Scope } from '../../model/step.ts';
import { fileDifference, type FileText } from '../file-difference.ts';
import type { FileSeen } from './actual.ts';
import type { DesiredUnit } from './desired.ts';
import { basename, filesIn } from './lookup.ts';
import { merge, type Part } from '../part.ts';
import { sha256 } from './probe.ts';
import { utf8, type View } from './view.ts';

/** The unit file and the drop-ins: all that lies in NAME.d goes when it is not declared. */
export function compareFiles(unit: DesiredUnit, view: View): Part {
  const parts: Part[] = [];
  const own = `${view.manager.directory}/${unit.name}`;
  const compareOne = (field: string, path: string, text: string): Part =>
    compareText({ field, path, text, mode: unit.modes?.get(field) ?? '0644' }, unit.scope, view);
  if (unit.file !== undefined) parts.push(compareOne('file', own, unit.file));
  if (unit.dropIns !== undefined) {
    parts.push({ rests: ['drop_ins'] });
    for (const [name, text] of unit.dropIns) {
      parts.push(compareOne(`drop_ins/${name}`, `${own}.d/${name}`, text));
    }
    for (const file of filesIn(`${own}.d`, view.manager)) {
      const name = basename(file.path);
      if (unit.dropIns.has(name)) continue;
      parts.push(
        removeFile(file, `drop_ins/${name}`, {
          scope: unit.scope,
          because: 'the playbook does not declare it',
        }),
      );
    }
  }
  return merge(parts);
}

/** A file that is to go, with its text as the difference. */
export function removeFile(file: FileSeen, field: string, step: { scope: Scope; because: string }): Part {
  const was = digestOf(file);
  if (!isReplaceable(file)) return { rests: [field], blocked: [inTheWay(file)] };
  return {
    rests: [field],
    differences: [fileDifference(field, file.path, { from: asShown(file), to: { text: null } })],
    steps: [{ do: 'remove', phase: 'files', path: file.path, was, ...step }],
  };
}

/** `sha256:HEX` of a file, `link:TARGET` of a link, null of nothing. */
export function digestOf(file: FileSeen | undefined): Digest {
  if (file === undefined) return null;
  return file.bytes === undefined ? `link:${file.target ?? ''}` : `sha256:${sha256(file.bytes)}`;
}

function isReplaceable({ type }: FileSeen): boolean {
  return type === 'file' || type === 'link';
}

function inTheWay({ path, type }: FileSeen): string {
  return `${path} is a ${type === 'other' ? 'special file' : type}, not a file: remove it by hand`;
}

interface Wanted {
  readonly field: string;
  readonly path: string;
  readonly text: string;
  /** Octal, four digits. */
  readonly mode: string;
}

function compareText({ field, path, text, mode }: Wanted, scope: Scope, view: View): Part {
  const file = view.manager.files.get(path);
  const was = digestOf(file);
  const rests = [field];
  if (file !== undefined && !isReplaceable(file)) return { rests, blocked: [inTheWay(file)] };
  const owner = scope === 'system' ? 'root:root' : (file?.owner ?? '');
  const same = was === `sha256:${sha256(text)}`;
  const rights =
    scope === 'system' && file !== undefined && file.type === 'file'
      ? rightsDifference(field, file, mode)
      : [];
  if (same && rights.length === 0) return { rests };
  const because = same
    ? 'its owner or mode differ'
    : file === undefined
      ? 'it is not there'
      : 'its text differs';
  const step: ProposedStep = {
    do: 'write',
    phase: 'files',
    scope,
    path,
    content: text,
    mode,
    owner,
    was,
    because,
  };
  const difference: readonly Difference[] = same
    ? []
    : [fileDifference(field, path, { from: asShown(file), to: { text, mode } })];
  return { rests, differences: [...difference, ...rights], steps: [step] };
}

function rightsDifference(field: string, file: FileSeen, mode: string): readonly Difference[] {
  const is = `${file.mode.padStart(4, '0')} ${file.owner}`;
  const toBe = `${mode} root:root`;
  return is === toBe ? [] : [{ field: `${field} mode and owner`, from: is, to: toBe }];
}

/** What a difference needs of a file that was seen. */
export function asShown(file: FileSeen | undefined): FileText {
  return { text: shownText(file), mode: file?.mode };
}

export function shownText(file: FileSeen | undefined): string | null {
  if (file === undefined) return null;
  return file.bytes === undefined ? `(a link to ${file.target ?? '?'})\n` : utf8(file.bytes);
}
