// Generated from schemas/snapshot.schema.json by `npm run generate`. Change the schema, not this file.

/**
 * manifest.json of a backup: what `fleetwright units backup` kept of one host besides the files themselves. Written by the program, last of all: a backup that has one is whole.
 */
export interface Manifest {
  /**
   * The version of this format.
   */
  readonly format: 1;
  /**
   * The host's name, as the inventory or the command line had it.
   */
  readonly host: string;
  /**
   * When the host was looked at; RFC 3339, UTC.
   */
  readonly taken: string;
  /**
   * Which units were asked for. One that matches and is not listed here was not on the host.
   */
  readonly patterns: readonly string[];
  /**
   * What was there and could not be kept.
   */
  readonly notes: readonly string[];
  /**
   * The units by name. ActiveState and UnitFileState of each stand in NAME.state beside this file.
   */
  readonly units: {
    readonly [k: string]: {
      /**
       * Where the unit's main file lay on the host; empty where it had none.
       */
      readonly fragment: string;
      /**
       * What cannot be asked of a host as it was there, such as links that no [Install] explains.
       */
      readonly vague: readonly ('file' | 'dropIns' | 'enabled' | 'active')[];
      /**
       * Links that enable, alias or mask it, below the directory of units: path to target.
       */
      readonly links: {
        readonly [k: string]: string;
      };
      /**
       * Its file and drop-ins beside this file, by path.
       */
      readonly files: {
        readonly [k: string]: {
          /**
           * Octal, four digits.
           */
          readonly mode: string;
          /**
           * `user:group`.
           */
          readonly owner: string;
          /**
           * Of its bytes.
           */
          readonly sha256: string;
        };
      };
    };
  };
}
