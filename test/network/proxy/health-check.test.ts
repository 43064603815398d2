import {expect, test} from 'vitest'
import type {WireObject} from '../../../src/cluster/object.ts'
import {at, LEAVING, modelOf, webService, webSlice} from './objects.ts'

const balancer = webService({
  type: 'LoadBalancer',
  externalTrafficPolicy: 'Local',
  healthCheckNodePort: 31_999,
  externalIPs: ['198.51.100.7'],
})
const here = {nodeName: 'node-a'}
const ports = [
  {name: '', port: 8080, protocol: 'TCP'},
  {name: 'metrics', port: 9090, protocol: 'TCP'},
]

test('a node is healthy for a Service while it has ready endpoints of it, each address counted once', () => {
  const slice = webSlice([at('10.244.0.1', here), at('10.244.0.2', here), at('10.244.1.1', {nodeName: 'node-b'})], {ports})
  expect(modelOf([balancer, slice]).families.IPv4.healthChecks).toMatchObject([{port: 31_999, localEndpoints: 2, status: 200}])
})

test('an endpoint that terminates still gets traffic, but makes no node healthy', () => {
  const slice = webSlice([at('10.244.0.1', {...here, conditions: LEAVING})])
  const {healthChecks, ports} = modelOf([balancer, slice]).families.IPv4
  expect(healthChecks).toMatchObject([{localEndpoints: 0, status: 503}])
  expect(ports[0]?.usable.local).toHaveLength(1)
})

test('pods of which nobody knows the address count one by one', () => {
  const pod = (name: string) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {name, namespace: 'shop', labels: {app: 'web'}},
    spec: {nodeName: 'node-a', containers: [{name: 'main', image: 'web:1'}]},
  })
  const planned = {
    ...balancer,
    metadata: {name: 'web', namespace: 'shop'},
    spec: {...(balancer['spec'] as WireObject), selector: {app: 'web'}},
  }
  expect(modelOf([planned, pod('web-0'), pod('web-1')]).families.IPv4.healthChecks).toMatchObject([{localEndpoints: 2, status: 200}])
})

test('no other Service has a health check', () => {
  expect(modelOf([webService({type: 'NodePort', externalTrafficPolicy: 'Local'})]).families.IPv4.healthChecks).toEqual([])
})
