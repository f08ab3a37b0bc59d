// Generated from schemas/playbook.schema.json by `npm run generate`. Change the schema, not this file.

/**
 * One play, or a list of them. A play says which hosts are to be in which state. Keys that begin with `x-` are left alone, at every level: a place for YAML anchors.
 */
export type Playbook = Play | readonly Play[];

/**
 * A state that some hosts are to be in. Besides the keys below it has one list per kind of resource, such as `units`.
 */
export interface Play {
  /**
   * What the play is for; shown in plans and runs.
   */
  readonly name?: string;
  /**
   * The hosts the play is for, as in Ansible: names, groups and globs, joined by `:` or `,`; `&web` keeps only hosts that are in `web` too, `!web-3` takes hosts out. Each part must match something. A list is the union of its entries.
   *
   * @minItems 1
   */
  readonly hosts: string | readonly string[];
  /**
   * Variables for templates; only `--var` stands above them.
   */
  readonly vars?: {
    readonly [k: string]: unknown;
  };
  readonly rollout?: Rollout;
}
/**
 * In which order and how carefully the hosts are changed. Without it all hosts are one batch.
 */
export interface Rollout {
  /**
   * The sizes of the batches, one after the other, as Ansible's `serial`: a number of hosts, or a percentage of the play's hosts (rounded down, at least one). The last size is repeated until no host is left.
   *
   * @minItems 1
   */
  readonly batches?: readonly (number | string)[];
  /**
   * How many hosts may fail before no further batch is begun. Unreachable hosts count on their own, against the same number. Default 0.
   */
  readonly max_failures?: number;
  /**
   * How long to wait between two batches. Default: not at all.
   */
  readonly pause?: string;
  /**
   * What becomes of a host on which a step fails: `rollback` (the default) undoes its finished steps, `stop` leaves it as it is.
   */
  readonly on_failure?: 'rollback' | 'stop';
}
