import {describe, expect, test} from 'vitest'
import {judge} from '../../../src/questions/resolve/judgement.ts'
import {findSpellings, likenessOf} from '../../../src/questions/resolve/spelling.ts'
import {clusterOf, service, together, workload} from '../../manifest.ts'

describe('a short word that a Service selects', () => {
  test.each(['apii', 'ap', 'aip', 'apy'])('%s is misspelt where the Service, and what pods are called, is api', (word) => {
    expect(likenessOf({name: 'api'}, word, 'api')).toBe('typo')
  })

  test.each([
    // The Service is called otherwise: web and wed may be two things.
    ['shop', 'wed', 'web'],
    // It is called what it selects.
    ['apii', 'apii', 'api'],
    ['api', 'app2', 'api'],
    ['api', 'dba', 'api'],
    ['a', 'ab', 'a'],
  ])('of a Service %s, %s is not %s', (name, expected, actual) => {
    expect(likenessOf({name}, expected, actual)).toBeUndefined()
  })

  test('finds the pods that are meant, and the verdict says so', () => {
    const cluster = clusterOf(together(service('api', {selector: {app: 'apii'}}), workload('api'), workload('apo')))
    expect(findSpellings(cluster, {name: 'api', namespace: 'default'}, 'app', 'apii')).toEqual(['api'])
    const [api] = cluster.services
    const nearMisses = api ? judge(cluster, api).nearMisses : []
    expect(nearMisses.map(({pod, differences}) => [pod.target.name, differences])).toEqual([
      ['api', [{key: 'app', expected: 'apii', actual: 'api', likeness: 'typo'}]],
    ])
  })
})
