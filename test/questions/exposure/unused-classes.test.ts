import {describe, expect, test} from 'vitest'
import type {Cluster} from '../../../src/cluster/cluster.ts'
import {diff} from '../../../src/questions/diff/diff.ts'
import {type FactFlags, readSaidFacts} from '../../../src/questions/exposure/said-facts.ts'
import {parseStatedFile} from '../../../src/sources/stated-file.ts'
import {gateway} from '../../network/entry/gateway/objects.ts'
import {askExposure, clusterWith, service} from './asking.ts'

const ingress = (spec: object, annotations = {}) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: {name: 'main', namespace: 'shop', annotations},
  spec: {defaultBackend: {service: {name: 'web', port: {number: 80}}}, ...spec},
})
const EDGE = clusterWith(service('web'), ingress({ingressClassName: 'edge'}))

const notesOf = (cluster: Cluster, flags: FactFlags, configuration = '{}') => {
  const file = parseStatedFile('svcscope.yaml', configuration, {noun: 'a configuration', hint: ''})
  const {notes} = askExposure(cluster, '', {said: readSaidFacts(flags, file)})
  return notes.filter((note) => note.startsWith('--class'))
}

describe('a class that a flag names', () => {
  test('and nothing has is told of, with the nearest that something has', () => {
    expect(notesOf(EDGE, {class: ['egde=public', 'egde=private']})).toEqual([
      '--class egde says nothing: no Ingress, Gateway or Service of the input is of that class (did you mean edge?)',
    ])
  })

  test('and nothing has is told of, with all that there are where none is near, or that there are none', () => {
    expect(notesOf(EDGE, {class: ['internal=private']})).toEqual([expect.stringMatching(/\(it has: edge\)$/)])
    expect(notesOf(clusterWith(service('web')), {class: ['edge=public']})).toEqual([expect.stringMatching(/\(it names no class at all\)$/)])
  })

  test.each([
    ['an Ingress by its field', ingress({ingressClassName: 'edge'})],
    ['an Ingress by the annotation of old', ingress({}, {'kubernetes.io/ingress.class': 'edge'})],
    [
      'an IngressClass',
      {apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: {name: 'edge'}, spec: {controller: 'a.example/b'}},
    ],
    ['a Gateway', gateway('shop/edge')],
    [
      'a GatewayClass',
      {apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', metadata: {name: 'edge'}, spec: {controllerName: 'a.example/b'}},
    ],
    ['a load balancer', service('web', {type: 'LoadBalancer', loadBalancerClass: 'edge'})],
  ])('is not told of where %s has it', (_, object) => {
    expect(notesOf(clusterWith(object), {class: ['edge=public']})).toEqual([])
  })

  test('is told of by diff only where neither input has it', () => {
    const said = readSaidFacts({class: ['edge=public']}, undefined)
    const scope = {said, namespace: undefined, selector: undefined, names: {before: 'a', after: 'b'}}
    const none = clusterWith(service('web'))
    expect(diff(none, EDGE, scope).notes).toEqual([])
    expect(diff(none, none, scope).notes).toEqual([expect.stringMatching(/^--class edge says nothing/)])
  })

  test('is not held against a configuration, which may be for more than one input', () => {
    expect(notesOf(EDGE, {}, 'classes: {other: public}')).toEqual([])
  })
})
