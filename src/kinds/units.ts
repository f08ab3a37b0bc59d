/**
 * What other kinds may know of units: those that have services restarted must see whether they run, and whether the host
 * lives by them.
 */
export { criticalReason, endsTheHost, isCritical } from './unit/critical.ts';
export { defaultHealth } from './unit/desired.ts';
export { readShow } from './unit/read-show.ts';
