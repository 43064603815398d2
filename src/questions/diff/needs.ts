import {exposureNeeds} from '../exposure/needs.ts'
import type {Needs} from '../reads/needs.ts'
import {readsOfScope} from '../reads/scope-reads.ts'
import type {DiffScope} from './side.ts'

/** What `diff` has to read of a running cluster: all that says who can come to what, of all namespaces, and what stands behind the Services in scope. */
export function diffNeeds(scope: DiffScope): Needs {
  const exposure = exposureNeeds({words: [], namespace: scope.namespace})
  return (soFar) => [...exposure(soFar), ...readsOfScope(soFar, {...scope, search: false}).filter(({name}) => name !== undefined)]
}
