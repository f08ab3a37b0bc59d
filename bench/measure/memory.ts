import { readFileSync } from 'node:fs';

/** Milliseconds between two looks: fifty processes cost about a millisecond to look at. */
const interval = 50;

/** Watches the memory of all descendants of a process, until it is stopped; then gives the peak in MB. */
export function watchMemory(pid: number | undefined): { stop(): number } {
  let peak = 0;
  const look = (): void => {
    const sizes = pid === undefined ? [] : descendants(pid).map(sizeOf);
    const together = sizes.reduce((sum, { now }) => sum + now, 0);
    // The kernel remembers the peak of each process between two looks.
    peak = Math.max(peak, together, ...sizes.map(({ most }) => most));
  };
  const timer = setInterval(look, interval);
  return {
    stop: () => {
      clearInterval(timer);
      return peak / 1024;
    },
  };
}

function descendants(pid: number): readonly number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
  return children.flatMap((child) => [child, ...descendants(child)]);
}

/** Resident memory of a process in kB. */
function sizeOf(pid: number): { readonly now: number; readonly most: number } {
  const status = read(`/proc/${pid}/status`);
  const field = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? 0);
  return { now: field('VmRSS'), most: field('VmHWM') };
}

/** A process that has gone has no memory and no children. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
