// A checker for Stryker, which asks such whether a mutant is worth a run: here only those of a sample are, picked by a seed.
import {createHash} from 'node:crypto'
import {relative} from 'node:path'

export const strykerPlugins = [{kind: 'Checker', name: 'sample', factory: createSampler}]

/** Size and seed come by MUTATION_SAMPLE, `30:abc`: Stryker runs its plugins in processes of their own. */
function createSampler() {
  const [size, seed] = (process.env.MUTATION_SAMPLE ?? '').split(':')
  return {
    init: async () => {},
    // All of them at once, for a sample is of the whole.
    group: async (mutants) => (mutants.length > 0 ? [mutants.map(({id}) => id)] : []),
    check: async (mutants) => {
      const drawn = new Set(mutants.toSorted((a, b) => (lot(seed, a) < lot(seed, b) ? -1 : 1)).slice(0, Number(size)))
      return Object.fromEntries(
        mutants.map((mutant) => [
          mutant.id,
          drawn.has(mutant) ? {status: 'passed'} : {status: 'compileError', reason: 'not of the sample'},
        ]),
      )
    },
  }
}

/** The same for the same mutant, wherever the checkout is. */
function lot(seed, {fileName, location, mutatorName, replacement}) {
  const mutant = JSON.stringify([relative(process.cwd(), fileName), location, mutatorName, replacement])
  return createHash('sha256').update(`${seed}:${mutant}`).digest('hex')
}
