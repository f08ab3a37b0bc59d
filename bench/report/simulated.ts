import { median } from '../measure/statistics.ts';
import type { SimulatedSample } from '../simulated/measure-simulated.ts';
import { table } from './table.ts';

/** What the controller itself cost, by number of hosts. */
export function simulatedText(samples: readonly SimulatedSample[]): string {
  const cases = new Map<string, SimulatedSample[]>();
  for (const sample of samples) {
    const key = `${sample.operation}, ${sample.hosts} hosts`;
    cases.set(key, [...(cases.get(key) ?? []), sample]);
  }
  const rows = [...cases].map(([name, own]) => {
    const middle = (value: (sample: SimulatedSample) => number, digits: number): string =>
      median(own.map(value)).toFixed(digits);
    return [
      name,
      middle(({ seconds }) => seconds, 1),
      middle(({ cpu }) => cpu, 1),
      middle(({ cpu, hosts }) => (1000 * cpu) / hosts, 1),
      middle(({ memory }) => memory, 0),
    ];
  });
  return table(['simulated', 'seconds', 'CPU seconds', 'CPU ms a host', 'peak MB'], rows);
}
