import {describe, expect, test} from 'vitest'
import type {Cluster} from '../../../src/cluster/cluster.ts'
import type {ExposureReport} from '../../../src/questions/exposure/exposure.ts'
import {clusterOf} from '../../manifest.ts'
import {askExposure, clusterWith, namespace, policy, service, workload} from './asking.ts'

function rowsOf(cluster: Cluster): readonly string[] {
  return rowsIn(askExposure(cluster))
}

/** REACH, SERVICE, PORT, THROUGH and WHO as they are read. */
function rowsIn({tables: [table]}: ExposureReport): readonly string[] {
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

describe('the reach of a row', () => {
  test('has a mark where policies may keep clients out, and the whole question stands beside the table', () => {
    const cluster = clusterWith(workload('web'), balanced('web'), policy('deny', 'web', undefined))
    const report = askExposure(cluster, '', {said: {cloud: {name: 'azure', evidence: 'said'}}})
    expect(rowsIn(report)).toEqual(['internet? | shop/web | 80/TCP | LoadBalancer (Azure, public) | does shop/deny keep clients out?'])
    expect(report.notes).toEqual([
      "? does shop/deny keep clients out? whether policies see the node's address or the client's is left to the network plugin: externalTrafficPolicy Local settles it (1 way)",
    ])
    for (const row of rowsIn(report)) expect(row.length, row).toBeLessThan(100)
  })

  test('is that of the clients, and the load balancer is called what it is', () => {
    const cluster = clusterWith(
      workload('web'),
      service('web', {type: 'LoadBalancer', allocateLoadBalancerNodePorts: false, loadBalancerSourceRanges: ['10.0.0.0/8']}),
    )
    const report = askExposure(cluster, '', {said: {cloud: {name: 'azure', evidence: 'said'}}})
    expect(rowsIn(report)).toEqual(['network | shop/web | 80/TCP | LoadBalancer (Azure, public) | 10.0.0.0/8'])
  })
})

describe('a way that leads to no pod', () => {
  test('is told as open, and that nobody answers', () => {
    const cluster = clusterWith(workload('other'), balanced('web'))
    const report = askExposure(cluster, '', {said: {cloud: {name: 'azure', evidence: 'said'}}})
    expect(rowsIn(report)).toEqual(['internet | shop/web | 80/TCP | LoadBalancer (Azure, public) | anyone, no endpoint now'])
  })

  test('is not told so where the pods may stand elsewhere', () => {
    const report = askExposure(clusterWith(balanced('web')), '', {said: {cloud: {name: 'azure', evidence: 'said'}}})
    expect(rowsIn(report)).toEqual(['internet | shop/web | 80/TCP | LoadBalancer (Azure, public) | anyone'])
  })
})

describe('a database inside', () => {
  const db = service('db', {ports: [{port: 5432}]})
  const pods = workload('db', {image: 'postgres:16', ports: [{containerPort: 5432}]})

  test('has no policy where the input has its pods', () => {
    expect(rowsOf(clusterWith(db, pods))).toEqual(['cluster | shop/db | 5432/TCP | cluster IP | every pod  ✗ database, no policy'])
  })

  test('may have one where the input has nothing of its namespace but Services', () => {
    expect(rowsOf(clusterWith(db))).toEqual(['cluster | shop/db | 5432/TCP | cluster IP | every pod  ✗ database'])
  })

  test('has whom a rule names once, whichever of them the input has', () => {
    const both = policy('p', 'db', [
      {from: [{podSelector: {matchLabels: {app: 'web'}}}, {namespaceSelector: {matchLabels: {team: 'ops'}}}]},
    ])
    const cluster = clusterWith(
      namespace('shop'),
      namespace('ops', {team: 'ops'}),
      workload('probe', {in: 'ops'}),
      workload('web'),
      pods,
      db,
      both,
    )
    expect(rowsOf(cluster)).toContain(
      'cluster | shop/db | 5432/TCP | cluster IP | app=web of namespace shop and any pod of namespaces team=ops  · database',
    )
  })
})

test('what may be open inside at most is counted so', () => {
  const doubtful = {
    apiVersion: 'projectcalico.org/v3',
    kind: 'NetworkPolicy',
    metadata: {name: 'web', namespace: 'shop'},
    spec: {selector: 'all()', types: ['Ingress'], ingress: [{action: 'Deny'}]},
  }
  const report = askExposure(clusterWith(workload('web'), service('web'), doubtful))
  expect(rowsIn(report)).toEqual(['cluster? | shop/web | 80/TCP | cluster IP | does NetworkPolicy shop/web keep pods out?'])
  expect(report.tables[0]?.footer?.join('')).toBe('1 Service: 1 perhaps to the cluster')
})

test('of many questions those are told on which most hang, and how many more there are', () => {
  const denied = (name: string) => [workload(name), balanced(name), policy(`deny-${name}`, name, undefined)]
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']
  const twice = {...service('j', {type: 'LoadBalancer', allocateLoadBalancerNodePorts: false}), metadata: {name: 'j-2', namespace: 'shop'}}
  const report = askExposure(clusterWith(...names.flatMap(denied), twice), '', {said: {cloud: {name: 'azure', evidence: 'said'}}})
  expect(report.notes.length).toBe(9)
  expect(report.notes[0]).toMatch(/^\? does shop\/deny-j keep clients out\? .* \(2 ways\)$/)
  expect(report.notes.at(-1)).toBe('2 more questions; -o json has that of each way')
})

test('an ExternalName with ways to it is counted with the others', () => {
  const external = {...service('ext', {type: 'ExternalName', externalName: 'a.example', ports: [{port: 80}]})}
  const ingress = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {name: 'main', namespace: 'shop'},
    spec: {ingressClassName: 'edge', defaultBackend: {service: {name: 'ext', port: {number: 80}}}},
  }
  const footerOf = (...objects: readonly object[]) =>
    askExposure(clusterWith(...objects, service('web'), workload('web'))).tables[0]?.footer?.join('')
  expect(footerOf(external, ingress)).toBe('2 Services: 1 unknown, 1 to the cluster')
  expect(footerOf(external)).toBe('1 Service: 1 to the cluster')
})

describe('a fact that the input shows', () => {
  const annotated = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name: 'old', namespace: 'shop', annotations: {'service.beta.kubernetes.io/azure-load-balancer-internal': 'true'}},
    spec: {type: 'LoadBalancer', allocateLoadBalancerNodePorts: false, selector: {app: 'old'}, ports: [{port: 80}]},
  }
  const shown = 'cloud azure: Service old has annotations of Azure'

  test('is told where ways hang on it, and nobody said it', () => {
    expect(askExposure(clusterWith(annotated, balanced('web'))).notes).toEqual([shown])
    expect(askExposure(clusterWith(annotated), '', {said: {cloud: {name: 'azure', evidence: 'said'}}}).notes).toEqual([])
    expect(askExposure(clusterWith(annotated, workload('web'), service('web')), 'svc/web').notes).toEqual([])
  })
})

test('a Service that two files define alike is told once, and counted twice', () => {
  const text = JSON.stringify(service('web', {type: 'LoadBalancer', allocateLoadBalancerNodePorts: false}))
  const cluster = clusterOf({'a/web.yaml': text, 'b/web.yaml': text})
  expect(rowsOf(cluster)).toEqual(['? | shop/web | 80/TCP | LoadBalancer | which cloud runs it?'])
  expect(askExposure(cluster).data.services.length).toBe(2)
})
