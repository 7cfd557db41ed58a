/** Calls to many objects: enough at once to be quick, few enough for one Worker's connections. */
const AT_ONCE = 20;

/** In the order of the items. Rejects as soon as one call does. */
export async function inBatches<Item, Result>(
  items: readonly Item[],
  call: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let first = 0; first < items.length; first += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(first, first + AT_ONCE).map(call))));
  }
  return results;
}
