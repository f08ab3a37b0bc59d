/**
 * What other kinds may know of units: those that have services restarted must see whether they run, and whether the host
 * lives by them; those that install files of their own compare them, and go back to what was kept, as units do.
 */
export type { FileSeen } from './unit/actual.ts';
export { digestOf, shownText } from './unit/compare-files.ts';
export { criticalReason, endsTheHost, isCritical } from './unit/critical.ts';
export { defaultHealth } from './unit/desired.ts';
export { sha256 } from './unit/probe.ts';
export { readFiles } from './unit/read-files.ts';
export { isUp, readShow } from './unit/read-show.ts';
export { keptProbes, readKept, type Kept } from './unit/way-back/kept.ts';
