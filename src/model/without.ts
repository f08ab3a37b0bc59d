/** The same object but for some of its keys. */
export function without<What extends object, Key extends keyof What & string>(
  what: What,
  ...keys: readonly Key[]
): Omit<What, Key> {
  const left = Object.entries(what).filter(([key]) => !(keys as readonly string[]).includes(key));
  return Object.fromEntries(left) as Omit<What, Key>;
}
