/** What a host has told of itself; a fact that it did not tell is absent. */
export interface HostFacts {
  /** Seconds since 1970 by the host's clock. */
  readonly time?: number;
  /** Absent where systemd does not run. */
  readonly systemd?: string;
  readonly state?: string;
  /** Whether the system bus answers. */
  readonly bus: boolean;
  readonly tools: ReadonlySet<string>;
  readonly spaces: readonly Space[];
  /** The script came to its end. */
  readonly whole: boolean;
}

/** The file system under a path; numbers that the host could not tell are absent. */
export interface Space {
  readonly path: string;
  readonly freeKib?: number;
  readonly allKib?: number;
  readonly freeInodes?: number;
  readonly writable: boolean;
}

/** Reads the lines of doctor.sh. Whatever else a host prints is passed over. */
export function readFacts(output: string): HostFacts {
  const lines = output.split('\n').map((line) => line.split(' '));
  const first = (name: string): string | undefined => lines.find((words) => words[0] === name)?.[1];
  const time = numberOf(first('time'));
  const systemd = first('systemd');
  const state = first('state');
  return {
    ...(time !== undefined && { time }),
    ...(systemd !== undefined && { systemd }),
    ...(state !== undefined && { state }),
    bus: first('bus') === 'yes',
    tools: new Set(lines.flatMap(([name, tool]) => (name === 'tool' && tool !== undefined ? [tool] : []))),
    spaces: lines.flatMap(([name, ...words]) => (name === 'space' ? spaceOf(words) : [])),
    whole: lines.some(([name]) => name === 'end'),
  };
}

function spaceOf([path, blocks = '', inodes = '', may]: readonly string[]): readonly Space[] {
  if (path === undefined) return [];
  const [freeKib, allKib] = blocks.split('/').map(numberOf);
  const freeInodes = numberOf(inodes);
  return [
    {
      path,
      ...(freeKib !== undefined && { freeKib }),
      ...(allKib !== undefined && { allKib }),
      ...(freeInodes !== undefined && { freeInodes }),
      writable: may === 'yes',
    },
  ];
}

function numberOf(word: string | undefined): number | undefined {
  return word !== undefined && /^\d{1,15}$/.test(word) ? Number(word) : undefined;
}
