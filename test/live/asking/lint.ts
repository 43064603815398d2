import {lint} from '../../../src/questions/lint/lint.ts'
import {lintNeeds} from '../../../src/questions/lint/needs.ts'
import type {Asked} from './asked.ts'

export function asksLint(namespace: string | undefined): Asked {
  const parameters = {choice: {only: [], skip: []}, said: {}, strict: true, namespace, selector: undefined}
  return {words: `lint --strict -n ${namespace}`, needs: lintNeeds(), ask: (cluster) => lint(cluster, parameters)}
}
