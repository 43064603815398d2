/** The seed that SEED names, `fresh` for a new one; else the one that the test always takes. */
export function chooseSeed(usual: number): number {
  const stated = process.env['SEED']
  if (stated === undefined || stated === '') return usual
  const seed = stated === 'fresh' ? Date.now() % 1_000_000 : Number(stated)
  if (!Number.isInteger(seed)) throw new Error(`SEED=${stated} is no whole number, and not "fresh"`)
  return seed
}
