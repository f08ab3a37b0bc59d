import { isUtf8 } from 'node:buffer';

import { mayRun } from '../kinds/unit/compare-active.ts';
import type { DesiredUnit } from '../kinds/unit/desired.ts';
import { matchesUnit } from '../kinds/unit/glob.ts';
import { isTemplate, parseUnitName } from '../kinds/unit/name.ts';
import { isOverWithItsCommand } from '../kinds/unit/text/describe.ts';
import { parseUnitText } from '../kinds/unit/text/parse.ts';
import { unitsDirectory } from './place.ts';
import type { KeptFile, Snapshot, UnitSnapshot } from './snapshot.ts';
import { statesOf } from './states.ts';

/** Which part of a snapshot is asked for. */
export interface Part {
  readonly filesOnly?: boolean;
  readonly statesOnly?: boolean;
  /** Globs of unit names; one of them must match. */
  readonly only?: readonly string[];
}

/** What a snapshot comes to as desired states. */
export interface SnapshotDesired {
  readonly units: readonly DesiredUnit[];
  /** What of it cannot be asked of a host, in words that are safe to show. */
  readonly notes: readonly string[];
}

/** The units that a snapshot tells of and `only` leaves. */
export function chosenUnits({ units }: Snapshot, { only }: Part): readonly UnitSnapshot[] {
  if (only === undefined) return units;
  return units.filter(({ name }) => only.some((glob) => matchesUnit(glob, name)));
}

/** A snapshot → what a host is to be to be like it. */
export function desiredOf(snapshot: Snapshot, part: Part = {}): SnapshotDesired {
  const notes: string[] = [];
  const units = chosenUnits(snapshot, part).map((unit): DesiredUnit => {
    const files = part.statesOnly === true ? {} : filesOf(unit, notes);
    const states = part.filesOnly === true ? unmasked(files) : wantedStates(unit, snapshot);
    return { type: 'unit', scope: 'system', name: unit.name, strict: false, ...files, ...states };
  });
  return { units, notes };
}

/** A unit without what it says of states. */
export function onlyFiles({ type, scope, name, strict, file, dropIns, modes }: DesiredUnit): DesiredUnit {
  const files = { ...(file !== undefined && { file }), ...(dropIns && { dropIns }), ...(modes && { modes }) };
  return { type, scope, name, strict, ...files, ...unmasked(files) };
}

/** A file takes the place of a mask, whatever is wanted of states. */
function unmasked({ file }: Pick<DesiredUnit, 'file'>): Pick<DesiredUnit, 'masked'> {
  return file === undefined ? {} : { masked: false };
}

function filesOf(unit: UnitSnapshot, notes: string[]): Pick<DesiredUnit, 'file' | 'dropIns' | 'modes'> {
  const file = unit.file && textOf(unit.file);
  if (unit.file !== undefined && file === undefined) notes.push(notText(unit.file));
  const linked = unit.links.find(({ path, target }) => path === unit.name && target !== '/dev/null');
  if (linked !== undefined) notes.push(`${unit.name}: its file is a link, which is not made again`);
  const drops = unit.dropIns.map((drop) => [drop, textOf(drop)] as const);
  notes.push(...drops.flatMap(([drop, text]) => (text === undefined ? [notText(drop)] : [])));
  const whole = !unit.vague.includes('dropIns') && drops.every(([, text]) => text !== undefined);
  const texts = drops.map(([{ path }, text]): [string, string] => [
    path.slice(unit.name.length + 3),
    text ?? '',
  ]);
  const modes = modesOf(unit);
  return {
    ...(file !== undefined && { file }),
    ...(whole && { dropIns: new Map(texts) }),
    ...(modes.size > 0 && { modes }),
  };
}

/** What was kept from others' eyes stays so. What others may write, or what has a special bit, is given no such mode again. */
function modesOf({ name, file, dropIns }: UnitSnapshot): ReadonlyMap<string, string> {
  const files = [...(file === undefined ? [] : [file]), ...dropIns];
  const odd = files.filter(({ mode }) => mode !== '0644' && /^0[0-7][0145][0145]$/.test(mode));
  return new Map(
    odd.map(({ path, mode }) => [path === name ? 'file' : `drop_ins/${path.slice(name.length + 3)}`, mode]),
  );
}

/** A plan holds texts: bytes that are none, and the byte that ends a word of a shell, cannot be part of it. */
function textOf({ bytes }: KeptFile): string | undefined {
  return isUtf8(bytes) && !bytes.includes(0) ? Buffer.from(bytes).toString('utf8') : undefined;
}

function notText({ path }: KeptFile): string {
  return `${path}: not put back, it is not UTF-8 text`;
}

function wantedStates(unit: UnitSnapshot, snapshot: Snapshot): ReturnType<typeof statesOf> {
  const { active, enabled, masked } = statesOf(unit);
  // Of a template there is no more to say: its instances are enabled and run.
  if (isTemplate(unit.name)) return masked === undefined ? {} : { masked };
  const isSaid = !unit.vague.includes('active') && saysWhetherItRuns(unit, snapshot);
  // To be masked is to be stopped, unless something else is said: of a unit that is on its way nothing can be.
  const isMasked = masked === true && (active !== undefined || !mayRun(unit.active));
  return {
    ...(enabled !== undefined && !unit.vague.includes('enabled') && { enabled }),
    ...(active !== undefined && (isSaid || isMasked) && { active }),
    ...(masked !== undefined && (isMasked || !masked) && { masked }),
  };
}

/**
 * Whether a unit runs is its own state, unless something else decides it: what wants a vendor's static unit, the socket
 * or timer that starts a service, a command that is over soon. To ask for that would only disturb it.
 */
function saysWhetherItRuns(unit: UnitSnapshot, snapshot: Snapshot): boolean {
  const texts = [unit.file, ...unit.dropIns]
    .flatMap((file) => textOf(file ?? empty) ?? [])
    .map(parseUnitText);
  if (unit.file !== undefined && isOverWithItsCommand(unit.name, texts)) return false;
  if (unit.active === 'inactive' && isTriggered(unit.name, snapshot)) return false;
  return isAdministrators(unit) || ['enabled', 'disabled', 'linked', 'masked'].includes(unit.enabled);
}

const empty: KeptFile = { path: '', bytes: new Uint8Array(), mode: '', owner: '' };

function isAdministrators({ file, dropIns, links, fragment }: UnitSnapshot): boolean {
  const own = file !== undefined || fragment.startsWith(`${unitsDirectory}/`);
  return own || dropIns.length + links.length > 0;
}

/** A socket, timer or path of the same name waits to start it. */
function isTriggered(name: string, { units }: Snapshot): boolean {
  const parsed = parseUnitName(name);
  if (typeof parsed === 'string' || parsed.type !== 'service') return false;
  const stem = name.slice(0, -'.service'.length);
  const triggers = ['socket', 'timer', 'path'].map((type) => `${stem}.${type}`);
  return units.some((unit) => unit.active === 'active' && triggers.includes(unit.name));
}
