// Generated from schemas/config.schema.json by `npm run generate`. Change the schema, not this file.

/**
 * fleetwright.yaml: what the flags are when they are not given. It stands in the project's root; paths in it are relative to it. A flag stands above an environment variable FLEETWRIGHT_…, that above this file. Keys that begin with `x-` are left alone.
 */
export interface Config {
  /**
   * The inventory, or a list of them: files, directories of files, executables. Flag `-i`, FLEETWRIGHT_INVENTORY (several separated by commas).
   *
   * @minItems 1
   */
  readonly inventory?: string | readonly string[];
  /**
   * The playbook, or a list of them, for commands that are given none. FLEETWRIGHT_PLAYBOOK (several separated by commas).
   *
   * @minItems 1
   */
  readonly playbook?: string | readonly string[];
  /**
   * How many hosts are worked on at once. Flag `-f`, FLEETWRIGHT_FORKS. Default 32.
   */
  readonly forks?: number;
  /**
   * Where snapshots of hosts are kept. Flag `--backup-dir`, FLEETWRIGHT_BACKUP_DIR. Default `backups`.
   */
  readonly backup_dir?: string;
  /**
   * Named lists of globs over unit names. `platform` is the list that `fleetwright units …` uses.
   */
  readonly patterns?: {
    /**
     * @minItems 1
     */
    readonly [k: string]: readonly string[];
  };
}
