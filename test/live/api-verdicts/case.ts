import type {WireObject} from '../../../src/cluster/object.ts'
import {createRandom} from '../scenario/random-numbers.ts'
import {MUTATIONS} from './mutations/index.ts'
import {SOUND_SERVICES} from './sound-services.ts'

/** A Service to ask the API server about. */
export interface Case {
  /** Which of the sound Services it was. */
  readonly base: string
  /** The name of what was changed in it; null for the sound Service itself. */
  readonly mutation: string | null
  readonly object: WireObject
}

/**
 * The cases of a seed, none twice: the sound Services, then every mutation once, in any order, each of a sound Service that it does change,
 * half of the time one that has the field already; then every mutation again, of another one.
 */
export function* drawCases(seed: number): Generator<Case> {
  const random = createRandom(seed)
  const bases = Object.entries(SOUND_SERVICES)
  const seen = new Set<string>()
  const isNew = ({object}: Case) => {
    const text = JSON.stringify(object)
    return !seen.has(text) && seen.add(text)
  }
  for (const [base, object] of bases) {
    const sound = {base, mutation: null, object}
    if (isNew(sound)) yield sound
  }
  // No mutation can be drawn oftener than there are Services.
  for (let round = 0; round < bases.length; round++) {
    for (const {name, apply, fits} of random.shuffle(MUTATIONS)) {
      const any = random.shuffle(bases)
      const fitting = any.filter(([, object]) => fits(object))
      const drawn = (random.below(2) === 0 ? any : [...fitting, ...any])
        .map(([base, object]) => ({base, mutation: name, object: apply(object)}))
        .find(isNew)
      if (drawn) yield drawn
    }
  }
}
