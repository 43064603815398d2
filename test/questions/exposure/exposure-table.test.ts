import {describe, expect, test} from 'vitest'
import type {Cluster} from '../../../src/cluster/cluster.ts'
import {clusterOf} from '../../manifest.ts'
import {askExposure, clusterWith, service, workload} from './asking.ts'

/** REACH, SERVICE, PORT, THROUGH and WHO as they are read. */
function rowsOf(cluster: Cluster): readonly string[] {
  const [table] = askExposure(cluster).tables
  const shown = (table?.columns ?? []).map(({wide}) => wide !== true)
  const textOf = (span: string | {readonly text: string}) => (typeof span === 'string' ? span : span.text)
  return (table?.rows ?? []).map((row) =>
    row
      .filter((_, index) => shown[index])
      .map((cell) => cell.map(textOf).join(''))
      .join(' | '),
  )
}

const balanced = (name: string) => service(name, {type: 'LoadBalancer', allocateLoadBalancerNodePorts: false})
const QUESTION = 'which cloud runs it? say so with --cloud, or in svcscope.yaml'

describe('a question', () => {
  test('is told whole where one row asks it', () => {
    const cluster = clusterWith(workload('web'), balanced('web'))
    expect(rowsOf(cluster)).toEqual([`? | shop/web | 80/TCP | LoadBalancer | ${QUESTION}`])
    expect(askExposure(cluster).notes).toEqual([])
  })

  test('that several rows ask is told in short there, and once with its answer in a note', () => {
    const cluster = clusterWith(workload('web'), balanced('web'), workload('api'), balanced('api'))
    expect(rowsOf(cluster)).toEqual([
      '? | shop/api | 80/TCP | LoadBalancer | which cloud runs it?',
      '? | shop/web | 80/TCP | LoadBalancer | which cloud runs it?',
    ])
    expect(askExposure(cluster).notes).toEqual([`? ${QUESTION} (2 ways)`])
  })
})

describe('the paths of an Ingress', () => {
  const ingress = (...paths: readonly string[]) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {name: 'main', namespace: 'shop'},
    spec: {
      ingressClassName: 'edge',
      rules: [
        {
          host: 'shop.example',
          http: {paths: paths.map((path) => ({path, pathType: 'Prefix', backend: {service: {name: 'web', port: {number: 80}}}}))},
        },
      ],
    },
  })
  const through = (...paths: readonly string[]) =>
    rowsOf(clusterWith(workload('web'), service('web'), ingress(...paths))).map((row) => row.split(' | ')[3])

  test('to one Service share a row for each port of the controller', () => {
    expect(new Set(through('/login', '/logout'))).toEqual(new Set(['Ingress main, shop.example /login and /logout']))
    expect(through('/login', '/logout').length).toBe(through('/login').length)
  })

  test('are left out where one of them is all', () => {
    expect(new Set(through('/login', '/'))).toEqual(new Set(['Ingress main, shop.example']))
  })
})

test('a Service that two files define alike is told once, and counted twice', () => {
  const text = JSON.stringify(service('web', {type: 'LoadBalancer', allocateLoadBalancerNodePorts: false}))
  const cluster = clusterOf({'a/web.yaml': text, 'b/web.yaml': text})
  expect(rowsOf(cluster)).toEqual(['? | shop/web | 80/TCP | LoadBalancer | which cloud runs it?'])
  expect(askExposure(cluster).data.services.length).toBe(2)
})
