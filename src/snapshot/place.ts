import { longestUnitName, parseUnitName } from '../kinds/unit/name.ts';

/** Where an administrator's units of the machine's manager lie. */
export const unitsDirectory = '/etc/systemd/system';

/** What may be added to a unit's name to make a file's: `.state`. */
const roomForSuffix = 6;

/** Is it a unit's name, and fit to be a file's? What a host says is its own; only such names become paths here. */
export function isKeepable(name: string): boolean {
  return name.length <= longestUnitName - roomForSuffix && typeof parseUnitName(name) !== 'string';
}

/** The same for a drop-in's file name: what a playbook may call one, without what a reader could be deceived by. */
export function isDropInName(name: string): boolean {
  const isName = /^[^/.\s][^/\s]*\.conf$/u.test(name) && !/[\p{C}\p{Z}]/u.test(name);
  return isName && Buffer.byteLength(name) <= 200;
}
