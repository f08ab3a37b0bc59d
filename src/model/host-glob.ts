/** Does the text hold glob characters (`*`, `?`, `[…]`)? Without them it is a name. */
export function isGlob(text: string): boolean {
  return /[*?[]/.test(text);
}

/** A glob over host names as a test: `*`, `?`, `[abc]`, `[a-f]`, `[!abc]`. Letter case counts. */
export function hostGlob(glob: string): (name: string) => boolean {
  const source = glob.replace(/\[(!?)([^\]]+)\]|[\s\S]/g, (part: string, inverted?: string, set?: string) => {
    if (set !== undefined) return `[${inverted === '!' ? '^' : ''}${set.replace(/[\\^[]/g, '\\$&')}]`;
    if (part === '*') return '.*';
    return part === '?' ? '.' : part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  });
  const pattern = new RegExp(`^${source}$`, 's');
  return (name) => pattern.test(name);
}
