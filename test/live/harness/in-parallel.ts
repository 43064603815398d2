/** Runs it for every item, so many at a time; throws the first error. */
export async function inParallel<Item>(most: number, items: readonly Item[], run: (item: Item) => Promise<void>): Promise<void> {
  const left = items.values()
  const work = async () => {
    for (const item of left) await run(item)
  }
  await Promise.all(Array.from({length: most}, work))
}
