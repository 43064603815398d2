import {describe, expect, test} from 'vitest'
import {buildCluster} from '../../../../src/cluster/cluster.ts'
import type {WireObject} from '../../../../src/cluster/object.ts'
import type {Entry} from '../../../../src/network/entry/entry.ts'
import {entriesOfForeignKinds, type ForeignEntries} from '../../../../src/network/entry/foreign/foreign-entries.ts'
import {FOREIGN_KINDS} from '../../../../src/network/entry/foreign/foreign-kinds.ts'
import {NOWHERE} from '../ingress/asking.ts'
import {FOREIGN_CASES, SERVICES} from './cases.ts'

function ask(objects: readonly WireObject[]): ForeignEntries {
  const sourced = [...SERVICES, ...objects].map((object, document) => ({object, origin: {file: 'a.yaml', document, path: []}}))
  return entriesOfForeignKinds(buildCluster({objects: sourced, leftOut: [], coverage: undefined}, undefined), NOWHERE, [])
}

function describeEntry({via, port, tls, hosts, path, front}: Entry): string {
  const words = [via, port ?? '?', tls === null ? '-' : tls ? 'tls' : 'clear', hosts.join() || '*', path ?? '*', front.reach]
  return words.join(' ')
}

describe('by its documentation', () => {
  test.each(FOREIGN_CASES.map((one) => [`${one.of} ${one.what} (${one.source})`, one] as const))(
    '%s',
    (_, {objects, ways, broken = []}) => {
      const {entries, broken: found} = ask(objects)
      expect(entries.map(describeEntry).toSorted()).toEqual(ways.toSorted())
      expect(found.map(({reason}) => reason).toSorted()).toEqual(broken.toSorted())
    },
  )
})

describe('each kind of the table', () => {
  const cases = (key: string) => FOREIGN_CASES.filter((one) => one.of === key)

  test.each(Object.entries(FOREIGN_KINDS))(
    '%s names where its fields are described, and has a case that reaches and one that does not',
    (key, {source}) => {
      expect(source).toMatch(/^https:\/\//)
      expect(cases(key).some(({ways}) => ways.length > 0)).toBe(true)
      expect(cases(key).some(({ways, broken = []}) => ways.length === 0 || broken.length > 0)).toBe(true)
    },
  )
})

test('a way goes through the object that makes it, and stands where that names the Service', () => {
  const [one] = FOREIGN_CASES
  const {entries} = ask(one?.objects ?? [])
  expect(entries.map(({through, place}) => ({through, path: place?.path}))).toEqual([
    {through: [{kind: 'IngressRoute', namespace: 'shop', name: 'front'}], path: ['spec', 'routes', 0, 'services', 0, 'name']},
  ])
})

test('what leads in by an unknown way says what would settle it', () => {
  for (const {objects} of FOREIGN_CASES) {
    for (const {front} of ask(objects).entries) expect(front.question === undefined).toBe(front.reach !== 'unknown')
  }
})

test('a Service in another namespace than an object that names none is found if that is meant', () => {
  const {broken} = ask([
    {
      apiVersion: 'traefik.io/v1alpha1',
      kind: 'IngressRoute',
      metadata: {name: 'front'},
      spec: {routes: [{match: 'Host(`a`)', services: [{name: 'web', port: 80}]}]},
    },
  ])
  expect(broken.map(({reason}) => reason)).toEqual(['unstated-namespace'])
})

test('what is no mapping, list or text where one is due breaks nothing', () => {
  for (const {objects} of FOREIGN_CASES) {
    for (const odd of [null, 7, 'text', [], [null], {}]) {
      for (const object of objects) {
        const keys = Object.keys((object['spec'] as object | undefined) ?? {})
        for (const key of keys) expect(() => ask([{...object, spec: {...(object['spec'] as object), [key]: odd}}])).not.toThrow()
        expect(() => ask([{...object, spec: odd, subjects: odd}])).not.toThrow()
      }
    }
  }
})

test('objects of kinds that are not read here are told of', () => {
  const knative = {apiVersion: 'serving.knative.dev/v1', kind: 'Service', metadata: {name: 'fn', namespace: 'shop'}, spec: {}}
  const own = {apiVersion: 'example.com/v1', kind: 'Route', metadata: {name: 'other', namespace: 'shop'}, spec: {}}
  const {unjudged, entries} = ask([knative, own])
  expect(unjudged).toEqual([{kind: 'Service.serving.knative.dev', namespace: 'shop', name: 'fn'}])
  expect(entries).toEqual([])
})
