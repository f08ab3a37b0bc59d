import type { HostFacts, HostRun } from '../model/observed.ts';
import { printable } from '../model/printable.ts';

/** Reads the `host` section. A string says why the host cannot be managed. */
export function readHostFacts(section: Uint8Array | undefined): HostFacts | string {
  const lines = section === undefined ? [] : Buffer.from(section).toString('utf8').split('\n');
  const runs: HostRun[] = [];
  let systemd = 0;
  let root = false;
  let now: number | undefined;
  for (const line of lines) {
    const [key, value] = halves(line, '=');
    if (key === 'systemd') return 'this host does not run systemd (no /run/systemd/system)';
    if (key === 'uid') root = value === '0';
    else if (key === 'now') now = Math.round(Number.parseFloat(value) * 1e6) || undefined;
    else if (key === 'Version') systemd = Number.parseInt(value, 10) || 0;
    else if (key === 'unfinished') runs.push({ id: printable(value) });
    else if (key === 'run') runs.push(readRun(value));
  }
  if (!root) return 'not root on this host: give the host `become: sudo` (or doas), or log in as root';
  if (systemd === 0) return 'systemd on this host does not answer (systemctl show failed)';
  return { systemd, runs, ...(now !== undefined && { now }) };
}

/** The last second that a Date can tell. */
const lastSecond = 8_640_000_000_000;

/** A host's own words, so they are made safe to show, and a time that is none is 0. */
function readRun(value: string): HostRun {
  const [id, rest] = halves(value, ' ');
  const [result, at] = halves(rest, ' ');
  const seconds = /^\d+$/.test(at) ? Number(at) : 0;
  return { id: printable(id), result: printable(result), ended: seconds <= lastSecond ? seconds : 0 };
}

function halves(text: string, at: string): [string, string] {
  const index = text.indexOf(at);
  return index === -1 ? [text, ''] : [text.slice(0, index), text.slice(index + at.length)];
}
