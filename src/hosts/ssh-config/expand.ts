/** What the `%` tokens of ssh_config(5), TOKENS, stand for. */
export interface Tokens {
  /** `%h` and `%n`: the address, and the name as written. */
  readonly address: string;
  readonly alias: string;
  readonly port: number;
  readonly user: string;
  readonly home: string;
  readonly localUser: string;
  readonly uid: number;
}

/**
 * Expands the tokens, `${VARIABLE}` and a leading `~` of a value. Undefined when it holds a token we do not know or an
 * environment variable that is not set: half a path is no path.
 */
export function expand(
  value: string,
  tokens: Tokens,
  environment: NodeJS.ProcessEnv = process.env,
): string | undefined {
  const known: Readonly<Record<string, string>> = {
    '%': '%',
    d: tokens.home,
    h: tokens.address,
    i: String(tokens.uid),
    n: tokens.alias,
    p: String(tokens.port),
    r: tokens.user,
    u: tokens.localUser,
  };
  const path = value
    .replace(/^~(?=\/|$)/, tokens.home)
    .replace(/\$\{([A-Za-z_]\w*)\}|%(.?)/g, (_, variable: string | undefined, token: string) => {
      // A NUL can stand in no path, so it marks what could not be expanded.
      return (variable === undefined ? known[token] : environment[variable]) ?? '\0';
    });
  return path.includes('\0') ? undefined : path;
}
