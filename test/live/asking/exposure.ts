import {exposure} from '../../../src/questions/exposure/exposure.ts'
import {exposureNeeds} from '../../../src/questions/exposure/needs.ts'
import type {Asked} from './asked.ts'

export function asksExposure(namespace: string | undefined, ...words: string[]): Asked {
  const parameters = {words, from: undefined, namespace, selector: undefined, said: {}}
  return {
    words: `exposure ${words.join(' ')} -n ${namespace}`,
    needs: exposureNeeds(parameters),
    ask: (cluster) => exposure(cluster, parameters),
  }
}
