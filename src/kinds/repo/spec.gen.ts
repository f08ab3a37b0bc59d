// Generated from schemas/kinds/repo.schema.json by `npm run generate`. Change the schema, not this file.

/**
 * One entry of `repos`: a git checkout that keeps itself up to date. `apply` brings it and its updater about; from then on the host updates it by itself, as declared here.
 */
export interface RepoSpec {
  /**
   * Names it in `updates …`, in logs and in the names of its files on the host. Default: the last part of `path`.
   */
  readonly name?: string;
  /**
   * Where the checkout lies on the host: an absolute path.
   */
  readonly path: string;
  /**
   * Where it comes from: an address that git knows, or several that are tried in order. https and ssh; http, git:// and file:// need `insecure: true`.
   *
   * @minItems 1
   */
  readonly url?: string | readonly string[];
  /**
   * The user who owns the checkout; git, builds and hooks run as this user. Default root.
   */
  readonly owner?: string;
  /**
   * What is followed, by one of the keys. Default: `branch: main`.
   */
  readonly track?: {
    /**
     * The tip of a branch.
     */
    readonly branch?: string;
    /**
     * The newest, by version, of the tags that match a glob.
     */
    readonly tag?: string;
    /**
     * The newest tag (`1.2.3` or `v1.2.3`) in a range: comparisons with blanks between that must all hold.
     */
    readonly version?: string;
    /**
     * This commit and no other, by its full hash.
     */
    readonly commit?: string;
  };
  /**
   * `checkout` (the default): updated in place. `releases`: `path` is a link to a directory of its own for each commit, switched at once; what git ignores goes along.
   */
  readonly layout?: 'checkout' | 'releases';
  /**
   * How many releases are kept. Default 3.
   */
  readonly keep?: number;
  /**
   * What becomes of changes that somebody made in the checkout: `stash` (the default) keeps them in git's stash, `refuse` does not update, `discard` drops them. Ignored files always stay.
   */
  readonly local_changes?: 'stash' | 'refuse' | 'discard';
  /**
   * Whether submodules are checked out too. Default false.
   */
  readonly submodules?: boolean;
  /**
   * true: http, git:// and file:// addresses are allowed, whose contents anybody on the way can change.
   */
  readonly insecure?: boolean;
  /**
   * For ssh: the private key's file on the host, readable by root only. Keys are not copied: put it there by hand or by a tree's `secrets`.
   */
  readonly deploy_key?: string;
  /**
   * For ssh: the server's public key, such as "ssh-ed25519 AAAA…". No other is accepted.
   */
  readonly host_key?: string;
  /**
   * Which signatures a commit must have before anything of it is used.
   */
  readonly verify?: {
    /**
     * An allowed_signers file (ssh-keygen(1)), relative to the playbook.
     */
    readonly signers?: string;
    /**
     * A file of armored public OpenPGP keys, relative to the playbook.
     */
    readonly gpg_keys?: string;
    /**
     * What must be signed: the `tip` (the default), the `tag`, or `every_commit` since the last accepted one.
     */
    readonly what?: 'tip' | 'tag' | 'every_commit';
    /**
     * true: a commit that does not descend from the last accepted one is allowed, as after a force-push. Default false.
     */
    readonly rewind?: boolean;
  };
  /**
   * What turns a commit into something that runs, as the owner.
   */
  readonly build?: {
    /**
     * A virtual environment, built again only when its inputs changed.
     */
    readonly python?: {
      /**
       * Its directory, relative to the checkout. Default .venv.
       */
      readonly venv?: string;
      /**
       * Files for `pip install -r`, relative to the checkout.
       *
       * @minItems 1
       */
      readonly requirements?: readonly string[];
      /**
       * true: the checkout itself is installed with `pip install -e`.
       */
      readonly editable?: boolean;
    };
    /**
     * Command lines for /bin/sh in the checkout, one after the other.
     *
     * @minItems 1
     */
    readonly run?: readonly string[];
  };
  /**
   * Command lines for /bin/sh in the checkout, as the owner.
   */
  readonly hooks?: {
    /**
     * Before the new commit is checked out; when it fails there is no update.
     */
    readonly before_update?: string;
    /**
     * After the build, before the restarts; when it fails the update is undone.
     */
    readonly after_update?: string;
    /**
     * After the commit of before was brought back.
     */
    readonly after_rollback?: string;
    /**
     * After an update failed, whatever became of it.
     */
    readonly on_failure?: string;
  };
  /**
   * The services that run on it: restarted after an update.
   *
   * @minItems 1
   */
  readonly restarts?: readonly string[];
  /**
   * What must hold after the restarts, or the update is undone.
   */
  readonly health?: {
    /**
     * How long the services must stay up without a new restart. Default 10s.
     */
    readonly settle?: string;
    /**
     * URLs that must answer with a status below 400, asked from the host itself.
     *
     * @minItems 1
     */
    readonly http?: string | readonly string[];
    /**
     * Command lines for /bin/sh; exit code 0 is healthy.
     *
     * @minItems 1
     */
    readonly command?: string | readonly string[];
    /**
     * How long `http` and `command` may take to succeed. Default 2m.
     */
    readonly timeout?: string;
  };
  /**
   * What starts an update, besides `apply` and `updates run`.
   */
  readonly update?: {
    /**
     * An update is tried before these services start, in a drop-in of ours; their own files stay as they are.
     *
     * @minItems 1
     */
    readonly on_start?: readonly string[];
    /**
     * What then becomes of the start: `start_last_good` (the default) goes on with what is there, `block_start` does not start.
     */
    readonly if_update_fails?: 'start_last_good' | 'block_start';
    /**
     * When: `every 6h` (30m, 1d …), five fields of cron, or a calendar expression of systemd.
     */
    readonly schedule?: string;
    /**
     * `timer` (the default), a systemd timer; or `cron`, an entry in /etc/cron.d.
     */
    readonly scheduler?: 'timer' | 'cron';
    /**
     * Each host runs at a fixed moment of its own within this time. Default 0s.
     */
    readonly spread?: string;
    /**
     * When unattended updates may happen: days, hours and a time zone. Default: always.
     *
     * @minItems 1
     */
    readonly windows?: readonly string[];
    /**
     * A start does not ask the remote again sooner than this. Default 1m.
     */
    readonly min_interval?: string;
    /**
     * How long an update may take in all. Default 15m.
     */
    readonly timeout?: string;
    /**
     * Without a successful check for so long, `stale` is told. Default: never.
     */
    readonly stale_after?: string;
    /**
     * A text: uncommented lines of root's and the owner's crontab that have it in them are removed, the rest stays as it is.
     */
    readonly replaces_cron?: string;
  };
  /**
   * Who is told of what.
   *
   * @minItems 1
   *
   * Items: One way to tell: `webhook`, `mail` or `command`.
   */
  readonly notify?: {
    /**
     * A JSON body sent by POST, signed with HMAC-SHA256 when there is a secret.
     */
    readonly webhook?: {
      /**
       * Where to.
       */
      readonly url: string;
      /**
       * The file on the host, readable by root only, that holds the key of the signature.
       */
      readonly secret_file?: string;
    };
    /**
     * An address, by the host's own sendmail.
     */
    readonly mail?: string;
    /**
     * A command line for /bin/sh, which reads the message as JSON.
     */
    readonly command?: string;
    /**
     * What to tell of: change, failure, rollback, recovered, stale, always. Default: failure, rollback and recovered.
     *
     * @minItems 1
     */
    readonly on?: readonly ('change' | 'failure' | 'rollback' | 'recovered' | 'stale' | 'always')[];
  }[];
  /**
   * true: the updater no longer runs for it: timer, cron entry, drop-ins and policy go; the checkout stays.
   */
  readonly absent?: boolean;
}
