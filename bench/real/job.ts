/** One of the measured operations, in the order that they are measured. */
export type Operation =
  'plan, clean hosts' | 'first apply' | 'no-change apply' | 'plan, no drift' | 'one-line change';

/** What stands before and what is done. The first two are on hosts that have none of the units. */
export const operations: readonly Operation[] = [
  'plan, clean hosts',
  'first apply',
  'no-change apply',
  'plan, no drift',
  'one-line change',
];

/** Whether an operation changes the hosts. */
export function changes(operation: Operation): boolean {
  return operation === 'first apply' || operation === 'one-line change';
}

export const unitDirectory = '/etc/systemd/system';

/** A unit file of the job. */
export interface UnitFile {
  readonly name: string;
  readonly text: string;
}

/**
 * The job: three services, their files written, enabled and started. `version` changes one line of the first, so that a
 * host at another version has one file to write and one service to restart.
 */
export function jobAt(version: number): readonly UnitFile[] {
  return ['alpha', 'beta', 'gamma'].map((word, index) => ({
    name: `bench-${word}.service`,
    text: unitText(`Bench ${word}, version ${index === 0 ? version : 0}`),
  }));
}

export const unitNames: readonly string[] = jobAt(0).map(({ name }) => name);

function unitText(description: string): string {
  return `[Unit]
Description=${description}
After=network.target

[Service]
ExecStart=/bin/sleep infinity
Restart=on-failure
RestartSec=2

[Install]
WantedBy=multi-user.target
`;
}
