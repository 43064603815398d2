import {diff} from '../../../src/questions/diff/diff.ts'
import {diffNeeds} from '../../../src/questions/diff/needs.ts'
import type {Asked} from './asked.ts'

/** A cluster beside itself: nothing can be told to have changed, whatever could not be read of it. */
export function asksDiff(namespace: string | undefined): Asked {
  const scope = {namespace, selector: undefined}
  return {
    words: `diff context:live context:live -n ${namespace}`,
    needs: diffNeeds(scope),
    ask: (cluster) => diff(cluster, cluster, {...scope, said: {}, names: {before: 'context:live', after: 'context:live'}}),
  }
}
