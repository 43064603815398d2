import {exposureNeeds} from '../exposure/needs.ts'
import type {Needs} from '../reads/needs.ts'

/** What `lint` has to read: all that exposure is judged by, and with it what stands behind Services. */
export function lintNeeds(): Needs {
  return exposureNeeds({words: [], namespace: undefined})
}
