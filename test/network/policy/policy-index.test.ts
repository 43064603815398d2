import {expect, test} from 'vitest'
import type {LabelSelector} from '../../../src/cluster/label-selector.ts'
import {completeLabels} from '../../../src/network/policy/partial-labels.ts'
import type {Policy} from '../../../src/network/policy/policy.ts'
import {indexPolicies} from '../../../src/network/policy/policy-index.ts'

const POLICIES = [
  policy('all', []),
  policy('web', [{key: 'app', operator: 'In', values: ['web']}]),
  policy('api', [{key: 'app', operator: 'In', values: ['api']}]),
  policy('either', [{key: 'app', operator: 'In', values: ['web', 'api']}]),
  policy('hashed', [{key: 'pod-template-hash', operator: 'In', values: ['5d8']}]),
  policy('invalid', undefined),
]
const find = indexPolicies(POLICIES)
const named = (policies: readonly Policy[]) => policies.map(({name}) => name)

test('policies that ask for another value of a label are left out, in the order given', () => {
  expect(named(find(completeLabels({app: 'web'})))).toEqual(['all', 'web', 'either', 'invalid'])
  expect(named(find(completeLabels({})))).toEqual(['all', 'either', 'invalid'])
})

test('a value that nobody can know may be any', () => {
  const labels = {known: {app: 'api'}, unknownValues: new Set(['pod-template-hash']), isOpen: false}
  expect(named(find(labels))).toEqual(['all', 'api', 'either', 'hashed', 'invalid'])
})

test('where any label may be there too, all policies are asked', () => {
  expect(find({known: {app: 'web'}, unknownValues: new Set(), isOpen: true})).toEqual(POLICIES)
})

test('a label may be called as what objects inherit', () => {
  const [constructed] = [policy('odd', [{key: 'constructor', operator: 'In', values: ['x']}])]
  expect(indexPolicies([constructed])(completeLabels({}))).toEqual([])
  expect(indexPolicies([constructed])(completeLabels({constructor: 'x'} as Record<string, string>))).toEqual([constructed])
})

function policy(name: string, pods: LabelSelector | undefined): Policy {
  return {
    kind: 'NetworkPolicy',
    tier: 'namespace',
    namespace: 'shop',
    namespaceStated: true,
    name,
    priority: 0,
    subject: {namespaces: {kind: 'named', namespace: 'shop', isStated: true}, pods},
    ingress: [],
    egress: undefined,
    problems: [],
    reference: {kind: 'NetworkPolicy', namespace: 'shop', name},
    identity: {group: 'networking.k8s.io', kind: 'NetworkPolicy', namespace: 'shop', namespaceStated: true, name, uid: undefined},
    origin: undefined,
  }
}
