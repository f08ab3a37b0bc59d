import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Whether the names of a known_hosts line cover a host: by commas, `*` and `?` as wildcards, `!` for what is not meant
 * even though another pattern covers it, or one name hashed by `ssh-keygen -H` (sshd(8)). Letters' case does not count.
 */
export function coversHost(hosts: string, name: string): boolean {
  if (isHashed(hosts)) return hashMatches(hosts, name);
  return matchesPatterns(hosts.split(','), name);
}

/** Whether a line's name is hashed: such a line cannot be found by its name, only tried. */
export function isHashed(hosts: string): boolean {
  return hosts.startsWith('|1|');
}

/** Whether a name is covered by a list of patterns; one negated match rules it out (ssh_config(5), PATTERNS). */
export function matchesPatterns(patterns: readonly string[], name: string): boolean {
  let covered = false;
  for (const pattern of patterns) {
    const negated = pattern.startsWith('!');
    if (!matchesPattern(negated ? pattern.slice(1) : pattern, name)) continue;
    if (negated) return false;
    covered = true;
  }
  return covered;
}

function matchesPattern(pattern: string, text: string): boolean {
  if (!pattern.includes('*') && !pattern.includes('?'))
    return pattern.length === text.length && pattern.toLowerCase() === text.toLowerCase();
  return matchesGlob(pattern.toLowerCase(), text.toLowerCase());
}

/** Goes back to the last star only, so that no pattern of a stranger's takes exponential time. */
function matchesGlob(glob: string, name: string): boolean {
  let [at, here, star, retry] = [0, 0, -1, 0];
  while (here < name.length) {
    if (glob[at] === '*') {
      star = at++;
      retry = here;
    } else if (at < glob.length && (glob[at] === '?' || glob[at] === name[here])) {
      at++;
      here++;
    } else if (star >= 0) {
      at = star + 1;
      here = ++retry;
    } else return false;
  }
  while (glob[at] === '*') at++;
  return at === glob.length;
}

/** `|1|SALT|HASH`: HMAC-SHA1 of the lower-case name under the salt, both in base64. */
function hashMatches(hosts: string, name: string): boolean {
  const [, , salt = '', hash = ''] = hosts.split('|');
  const expected = Buffer.from(hash, 'base64');
  const actual = createHmac('sha1', Buffer.from(salt, 'base64')).update(name.toLowerCase()).digest();
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
