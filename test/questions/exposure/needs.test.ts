import {expect, test} from 'vitest'
import {exposureNeeds} from '../../../src/questions/exposure/needs.ts'
import {KINDS_OF_COMMAND} from '../../../src/questions/snapshot/kinds-of-command.ts'
import {clusterOf} from '../../manifest.ts'

test('everything is read in all namespaces, once, and nothing that the role of the command does not allow', () => {
  const reads = exposureNeeds({words: ['web'], namespace: 'shop'})(clusterOf(''))
  expect(reads.filter(({kind, namespace}) => namespace !== undefined && kind !== 'ConfigMap')).toEqual([])
  expect(new Set(reads.map((read) => JSON.stringify(read))).size).toBe(reads.length)
  const allowed: readonly string[] = KINDS_OF_COMMAND.exposure
  expect(reads.filter(({kind}) => !allowed.includes(kind))).toEqual([])
  for (const kind of [
    'Service',
    'EndpointSlice',
    'Pod',
    'Node',
    'Deployment',
    'Ingress',
    'IngressClass',
    'NetworkPolicy',
    'Gateway',
    'HTTPRoute',
  ])
    expect(reads.map((read) => read.kind)).toContain(kind)
})
