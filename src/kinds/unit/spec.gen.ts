// Generated from schemas/kinds/unit.schema.json by `npm run generate`. Change the schema, not this file.

/**
 * One entry of `units`: a systemd unit by `name`, or all units that `match` some globs, and the state it is to be in. What is not said is left as it is.
 */
export interface UnitSpec {
  /**
   * The unit's full name with its suffix: `ollama.service`, `backup.timer`. A template is `worker@.service`.
   */
  readonly name?: string;
  /**
   * Globs over unit names: the entry holds for every unit that matches one of them and that the host has or this play installs.
   *
   * @minItems 1
   */
  readonly match?: string | readonly string[];
  /**
   * Globs of units that `match` is not to catch.
   *
   * @minItems 1
   */
  readonly except?: string | readonly string[];
  /**
   * A `match` that finds no unit on a host is an error, unless this is true.
   */
  readonly optional?: boolean;
  /**
   * The unit file, relative to the playbook. It is a Liquid template over the host's variables.
   */
  readonly file?: string;
  /**
   * Drop-ins: from the name under `NAME.d/` (ending in .conf) to the file, relative to the playbook. Liquid templates too. They are all that are to lie there: others go, and `{}` means none.
   */
  readonly drop_ins?: {
    readonly [k: string]: string;
  };
  /**
   * Files that hold secrets, by name: the unit's own, or its drop-ins'. On the host only root may read them (0600; all others are 0644). Of a file that not everybody may read, there or as declared, plans and differences tell how many lines it has, and never show the text.
   *
   * @minItems 1
   */
  readonly private?: readonly string[];
  /**
   * The instances of a template that the entry holds for: `[a, b]` of `worker@.service` are `worker@a.service` and `worker@b.service`.
   *
   * @minItems 1
   */
  readonly instances?: readonly string[];
  /**
   * Whether the links that the unit's [Install] asks for exist: true or false.
   */
  readonly enabled?: boolean;
  /**
   * Whether the unit runs: true or false.
   */
  readonly active?: boolean;
  /**
   * Whether the unit is masked, so that nothing can start it: true or false.
   */
  readonly masked?: boolean;
  /**
   * true: the unit is stopped and disabled, and its file and drop-ins under /etc/systemd are removed.
   */
  readonly absent?: boolean;
  /**
   * What a running unit is put through when its files change. Default `restart`.
   */
  readonly on_change?: 'restart' | 'reload' | 'reload-or-restart' | 'none';
  /**
   * What must hold after the unit was started, before the host counts as done.
   */
  readonly health?: {
    /**
     * How long the unit must stay up without a new restart. Default 2s.
     */
    readonly settle?: string;
    /**
     * A URL that must answer with a status below 400, asked from the host itself.
     */
    readonly http?: string;
    /**
     * A command for /bin/sh on the host; exit code 0 is healthy.
     */
    readonly command?: string;
    /**
     * How long `http` and `command` may take to succeed; they are tried again until then. Default 30s.
     */
    readonly timeout?: string;
  };
  /**
   * Whose manager: `system` (the default), or `user:NAME` for that user's.
   */
  readonly scope?: string;
  /**
   * true: warnings of `systemd-analyze verify` keep the unit from being installed. Default false: they are shown.
   */
  readonly strict?: boolean;
}
