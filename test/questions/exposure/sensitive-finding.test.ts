import {describe, expect, test} from 'vitest'
import {askExposure, clusterWith, namespace, policy, service, workload} from './asking.ts'

const redis = workload('cache', {image: 'redis:7', ports: [{containerPort: 6379}]})
const cache = (spec: object = {}) => service('cache', {ports: [{port: 6379}], ...spec})
const PUBLIC = {type: 'LoadBalancer', externalTrafficPolicy: 'Local', allocateLoadBalancerNodePorts: false}
const AZURE = {said: {cloud: {name: 'azure', evidence: 'said'}, nodes: {addresses: 'private', evidence: 'said'}}} as const

function findingsOf(...objects: readonly object[]) {
  return askExposure(clusterWith(namespace('shop'), redis, ...objects), '', AZURE).findings
}

describe('what had better not be open', () => {
  test('is a warning at its place where the internet comes to it', () => {
    const [finding, ...others] = findingsOf(cache(PUBLIC))
    expect(others).toEqual([])
    expect(finding).toMatchObject({
      rule: 'exposure/sensitive-port',
      severity: 'warning',
      message: 'cache is open to the internet: LoadBalancer, port 6379',
      object: {kind: 'Service', namespace: 'shop', name: 'cache'},
      place: {path: ['spec', 'type']},
    })
  })

  test('is one where private networks do, and says who of them', () => {
    expect(findingsOf(cache({...PUBLIC, loadBalancerSourceRanges: ['10.0.0.0/8']})).map(({message}) => message)).toEqual([
      'cache is open to private networks: LoadBalancer, port 6379, to 10.0.0.0/8',
    ])
  })

  test('is none where only the cluster does, policies let nobody in, or it is not certain', () => {
    expect(findingsOf(cache())).toEqual([])
    expect(findingsOf(cache(PUBLIC), policy('deny', 'cache', undefined))).toEqual([])
    expect(findingsOf(cache({...PUBLIC, externalTrafficPolicy: 'Cluster'}), policy('deny', 'cache', undefined))).toEqual([])
  })

  test('is none where a website is what listens', () => {
    expect(findingsOf(workload('web'), service('web', PUBLIC))).toEqual([])
  })
})
