// Generated from schemas/kinds/tree.schema.json by `npm run generate`. Change the schema, not this file.

/**
 * One entry of `trees`: a directory here becomes a directory there, with contents, modes, symbolic links and empty directories. Only what differs is sent; what is replaced or deleted is kept on the host for `rollback`.
 */
export interface TreeSpec {
  /**
   * The directory here, relative to the playbook. Symbolic links in it are copied as links, never followed.
   */
  readonly source: string;
  /**
   * The directory on the host: an absolute path, deep enough to be nobody else's.
   */
  readonly path: string;
  /**
   * `user:group` of everything in it. Without it new files are root's, and others stay whose they are.
   */
  readonly owner?: string;
  /**
   * Patterns as in .gitignore of what is not copied; what matches on the host is left alone.
   *
   * @minItems 1
   */
  readonly exclude?: readonly string[];
  /**
   * Patterns of data: copied, unless `--exclude-data` is given, and never deleted.
   *
   * @minItems 1
   */
  readonly data?: readonly string[];
  /**
   * Patterns of secrets: copied only with `--include-secrets`, never shown, and never deleted.
   *
   * @minItems 1
   */
  readonly secrets?: readonly string[];
  /**
   * Patterns of what lives on the host (databases, uploads): never touched, whatever lies here.
   *
   * @minItems 1
   */
  readonly protect?: readonly string[];
  /**
   * What goes from the host that is not here: `false` (the default) nothing, `true` what an earlier run of ours put there, `all` everything.
   */
  readonly delete?: false | true | 'all';
  /**
   * More deletions than this need `--allow-delete`; so do those of over half of the files, whatever is said here.
   */
  readonly max_delete?: number;
  /**
   * The whole tree changes at one moment: a copy of it, made of hard links, gets the changes and then takes its place. Otherwise each file does by itself.
   */
  readonly atomic?: boolean;
  /**
   * Permissions, where they are not to be those of the source.
   */
  readonly modes?: {
    /**
     * Of files; whoever may read one that is executable here may execute it there.
     */
    readonly files?: string;
    /**
     * Of directories.
     */
    readonly directories?: string;
  };
  /**
   * The services that run on it: restarted, where they run, when it has changed since they were started.
   *
   * @minItems 1
   */
  readonly restarts?: readonly string[];
}
