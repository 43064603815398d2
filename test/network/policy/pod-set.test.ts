import {describe, expect, test} from 'vitest'
import {namespaceLabelsOf} from '../../../src/network/policy/namespace-labels.ts'
import type {PodGroup} from '../../../src/network/policy/pod-group.ts'
import {includesGroup, includesNamespace} from '../../../src/network/policy/pod-set.ts'
import type {NamespaceSet} from '../../../src/network/policy/policy.ts'
import {clusterOf, together} from '../../manifest.ts'

const namespace = (name: string, labels?: Readonly<Record<string, string>>) =>
  JSON.stringify({apiVersion: 'v1', kind: 'Namespace', metadata: {name, ...(labels && {labels})}})

const labelsOf = namespaceLabelsOf(
  clusterOf(
    together(
      namespace('shop', {team: 'red'}),
      namespace('pay', {team: 'red', env: 'prod'}),
      namespace('lab', {team: 'blue'}),
      namespace('bare'),
    ),
  ),
)

function group(name: string, {stated = true, labels = {}}: {stated?: boolean; labels?: Readonly<Record<string, string>>} = {}): PodGroup {
  const partial = {known: labels, unknownValues: new Set<string>(), isOpen: false}
  return {index: 0, namespace: name, namespaceStated: stated, labels: partial, pods: []}
}

const SUBJECT = group('shop')
const isIn = (set: NamespaceSet, one: PodGroup, subject = SUBJECT) => includesNamespace(set, one, labelsOf, subject)
const having = (key: string, ...values: readonly string[]): NamespaceSet => ({
  kind: 'selected',
  selector: [{key, operator: values.length > 0 ? 'In' : 'Exists', values}],
})

describe('namespaces by name', () => {
  const named = (isStated: boolean): NamespaceSet => ({kind: 'named', namespace: 'shop', isStated})

  test('are the same by name, and no other', () => {
    expect(isIn(named(true), group('shop'))).toBe(true)
    expect(isIn(named(true), group('pay'))).toBe(false)
  })

  test('are the same where neither manifest names one', () => {
    expect(isIn(named(false), group('shop', {stated: false}))).toBe(true)
    expect(isIn(named(false), group('pay', {stated: false}))).toBe(false)
  })

  test('may be the same where only one of the two names one: the named one is told', () => {
    expect(isIn(named(false), group('pay'))).toEqual({kind: 'namespace-not-stated', namespace: 'pay'})
    expect(isIn(named(true), group('default', {stated: false}))).toEqual({kind: 'namespace-not-stated', namespace: 'shop'})
  })
})

describe('namespaces by labels', () => {
  test.each([
    [having('team', 'red'), 'pay', true],
    [having('team', 'red'), 'lab', false],
    [having('team'), 'bare', false],
    [having('kubernetes.io/metadata.name', 'bare'), 'bare', true],
    [having('kubernetes.io/metadata.name', 'shop'), 'bare', false],
  ])('%#', (set, name, expected) => expect(isIn(set, group(name))).toBe(expected))

  test('are not told of a namespace that the input does not have, but for its name', () => {
    expect(isIn(having('team', 'red'), group('dark'))).toEqual({kind: 'namespace-labels', namespace: 'dark', key: 'team'})
    expect(isIn(having('kubernetes.io/metadata.name', 'dark'), group('dark'))).toBe(true)
    expect(isIn(having('kubernetes.io/metadata.name', 'shop'), group('dark'))).toBe(false)
    expect(isIn({kind: 'selected', selector: []}, group('dark'))).toBe(true)
  })

  test('are not told by a selector that no server takes', () => {
    expect(isIn({kind: 'selected', selector: undefined}, group('shop'))).toMatchObject({kind: 'not-understood'})
  })
})

// policy.networking.k8s.io/v1alpha1: "To be selected a Namespace must have all of the labels defined in SameLabels, AND they must all have the same value
// as the subject of this policy. If Samelabels is Empty then nothing is selected." Of NotSameLabels: "AND at least one of them must have different
// values than the subject of this policy."
describe('namespaces with labels as those of the subject', () => {
  const same = (...keys: readonly string[]): NamespaceSet => ({kind: 'same-labels', keys})
  const other = (...keys: readonly string[]): NamespaceSet => ({kind: 'not-same-labels', keys})

  test.each([
    [same('team'), 'pay', true],
    [same('team'), 'lab', false],
    [same('team'), 'shop', true],
    [same('env'), 'shop', false],
    [same('team', 'env'), 'pay', false],
    [same('team'), 'bare', false],
    [same(), 'shop', false],
    [other('team'), 'lab', true],
    [other('team'), 'pay', false],
    [other('team'), 'bare', false],
    [other(), 'lab', false],
  ])('%#', (set, name, expected) => expect(isIn(set, group(name))).toBe(expected))

  test('are not told where the labels of either are not known', () => {
    expect(isIn(same('team'), group('dark'))).toMatchObject({kind: 'namespace-labels', namespace: 'dark'})
    expect(isIn(same('team'), group('pay'), group('dark'))).toMatchObject({kind: 'namespace-labels', namespace: 'dark'})
  })
})

describe('pods of a set', () => {
  const pods = [{key: 'app', operator: 'In', values: ['web']}] as const

  test('are in one of its namespaces and selected', () => {
    const set = {namespaces: having('team', 'red'), pods}
    const of = (name: string, app: string) => includesGroup(set, group(name, {labels: {app}}), labelsOf, SUBJECT)
    expect([of('pay', 'web'), of('pay', 'db'), of('lab', 'web')]).toEqual([true, false, false])
    expect(of('dark', 'web')).toMatchObject({kind: 'namespace-labels', namespace: 'dark'})
    // Whatever the labels of the namespace are.
    expect(of('dark', 'db')).toBe(false)
  })
})
