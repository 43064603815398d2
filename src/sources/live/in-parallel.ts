/** Does work on each item, so many at a time; the results are in the order of the items. */
export async function inParallel<Item, Result>(
  atATime: number,
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  const queue = items.entries()
  const takeOn = async () => {
    for (const [index, item] of queue) results[index] = await work(item)
  }
  await Promise.all(Array.from({length: Math.min(atATime, items.length)}, takeOn))
  return results
}
