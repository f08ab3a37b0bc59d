/**
 * Calls `act` for every item, at most `limit` at a time, until all are through. `act` is expected to turn failures into
 * values: what it throws is a bug and ends the whole.
 */
export async function forEachBounded<Item>(
  items: readonly Item[],
  limit: number,
  act: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const work = async (): Promise<void> => {
    for (const item of queue) await act(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work));
}
