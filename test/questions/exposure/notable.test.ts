import {describe, expect, test} from 'vitest'
import {findEntryFacts} from '../../../src/network/entry/find-entry-facts.ts'
import {exposeCluster, exposeNotable} from '../../../src/questions/exposure/exposed-service.ts'
import {clusterWith, service, workload} from './asking.ts'

const PLAIN = [workload('web'), service('web')]
const POLICY = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: {name: 'deny', namespace: 'other'},
  spec: {podSelector: {}},
}
const INGRESS = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: {name: 'main', namespace: 'shop'},
  spec: {defaultBackend: {service: {name: 'web', port: {number: 80}}}},
}

function notableOf(...objects: readonly object[]): readonly string[] {
  const cluster = clusterWith(...objects)
  return exposeNotable(cluster, findEntryFacts(cluster), cluster.services).services.map(({service: {name}}) => name)
}

describe('Services of which there is something to say', () => {
  test('one that every pod of the cluster comes to, and nobody else, is left out', () => {
    expect(notableOf(...PLAIN)).toEqual([])
  })

  test.each<readonly [string, readonly object[]]>([
    ['an image', [workload('web', {image: 'redis:8'}), service('web')]],
    ['a label of the pods', [workload('web', {labels: {'app.kubernetes.io/name': 'postgresql'}}), service('web')]],
    ['a port of the Service', [workload('web'), service('web', {ports: [{port: 6379, targetPort: 8080}]})]],
    [
      'a number that stands behind a name',
      [workload('web', {ports: [{name: 'own', containerPort: 3306}]}), service('web', {ports: [{port: 80, targetPort: 'own'}]})],
    ],
    ['the name of a port', [workload('web'), service('web', {ports: [{port: 80, name: 'redis'}]})]],
    ['a name, where there are no pods', [service('redis', {selector: {app: 'redis'}})]],
    ['the type', [workload('web'), service('web', {type: 'NodePort'})]],
    [
      'a host port',
      [workload('web', {ports: [{containerPort: 8080, hostPort: 8080}]}), service('web', {ports: [{port: 80, targetPort: 8080}]})],
    ],
    ['a route', [...PLAIN, INGRESS]],
    ['a policy anywhere', [...PLAIN, POLICY]],
  ])('%s is enough', (_, objects) => {
    const cluster = clusterWith(...objects)
    const facts = findEntryFacts(cluster)
    expect(exposeNotable(cluster, facts, cluster.services)).toEqual(exposeCluster(cluster, facts))
    expect(notableOf(...objects)).toHaveLength(1)
  })
})
