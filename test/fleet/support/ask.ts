import type { FleetHost } from './fleet-host.ts';

/** Properties of a unit as systemd has them, past the program under test. */
export async function show(
  host: FleetHost,
  unit: string,
  ...names: readonly string[]
): Promise<Readonly<Record<string, string>>> {
  const words = ['systemctl', 'show', ...names.flatMap((name) => ['-p', name]), '--', unit];
  const lines = (await host.must(words)).trim().split('\n');
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

/** `active`, `inactive`, `failed`, … */
export async function stateOf(host: FleetHost, unit: string): Promise<string> {
  return (await show(host, unit, 'ActiveState'))['ActiveState'] ?? '';
}

/** One start of a unit: another value, another start. */
export async function startOf(host: FleetHost, unit: string): Promise<string> {
  return (await show(host, unit, 'InvocationID'))['InvocationID'] ?? '';
}

/** Everything below directories, with kind, mode, owner, size, time and link target of each: equal listings, nothing touched. */
export async function listing(
  host: FleetHost,
  ...directories: readonly string[]
): Promise<readonly string[]> {
  const format = '%p %y %m %u:%g %s %T@ %l\\n';
  const { stdout } = await host.exec(['find', ...directories, '-printf', format]);
  return stdout.split('\n').sort();
}

/** Links below /etc/systemd/system that lead to, or are named as, a unit: `multi-user.target.wants/a.service`. */
export async function linksTo(host: FleetHost, unit: string): Promise<readonly string[]> {
  const find = ['find', '/etc/systemd/system', '-type', 'l', '-printf', '%P %l\\n'];
  return (await host.must(find))
    .split('\n')
    .filter((line) => line.split(/[ /]/).includes(unit))
    .map((line) => line.slice(0, line.indexOf(' ')))
    .sort();
}

export const unitsIn = '/etc/systemd/system';
