import {describe, expect, test} from 'vitest'
import {askExposure, clusterWith, namespace, policy, service, waysOf} from './asking.ts'

const pod = (app: string, index: number) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {name: app, namespace: 'shop', uid: app, labels: {app}},
  spec: {nodeName: 'node-a', containers: [{name: 'app', image: 'app:1', ports: [{containerPort: 8080, hostPort: 7000 + index}]}]},
  status: {
    phase: 'Running',
    podIP: `10.244.0.${index}`,
    podIPs: [{ip: `10.244.0.${index}`}, {ip: `fd00:244::${index}`}],
    conditions: [{type: 'Ready', status: 'True'}],
  },
})
const balanced = {
  type: 'LoadBalancer',
  externalTrafficPolicy: 'Local',
  ipFamilies: ['IPv4', 'IPv6'],
  clusterIPs: ['10.0.0.9', 'fd00:30::9'],
  ports: [{name: 'http', port: 80, targetPort: 8080, nodePort: 30_080}],
}
const addresses = {status: {loadBalancer: {ingress: [{ip: '20.30.40.50'}, {ip: '2001:db8::50'}]}}}

function exposed(...objects: readonly object[]) {
  return askExposure(clusterWith(namespace('shop'), ...objects), '', {
    said: {cloud: {name: 'azure', evidence: 'said'}, nodes: {addresses: 'public', evidence: 'said'}},
  }).data
}

const fromBlock = (...cidrs: readonly string[]) => policy('web', 'web', [{from: cidrs.map((cidr) => ({ipBlock: {cidr}}))}])

describe('a Service of two families', () => {
  test('lets in by each of its addresses whom policies let in by that family', () => {
    const {services} = exposed(pod('web', 1), service('web', balanced, 'shop', addresses), fromBlock('198.51.100.0/24', '::/0'))
    const entries = services[0]?.entries.filter(({via}) => via === 'LoadBalancer') ?? []
    expect(Object.fromEntries(entries.map(({address, sources}) => [address, sources]))).toEqual({
      '20.30.40.50': ['198.51.100.0/24'],
      '2001:db8::50': [],
    })
  })

  test('lets in by its node ports, and its pods by their host ports, all of the one and some of the other', () => {
    const ways = waysOf(exposed(pod('web', 1), service('web', balanced, 'shop', addresses), fromBlock('198.51.100.0/24', '::/0')))
    expect(ways).toContain('NodePort internet 198.51.100.0/24, ::/0')
    expect(ways).toContain('HostPort internet 198.51.100.0/24, ::/0')
  })
})

describe('Services of different families', () => {
  const single = (name: string, family: string, clusterIP: string) =>
    service(name, {ipFamilies: [family], clusterIP, clusterIPs: [clusterIP], ports: [{port: 80, targetPort: 8080}]})

  test('are answered by their own policies, however many there are before them', () => {
    const cluster = [
      pod('open', 1),
      pod('web', 2),
      single('open', 'IPv6', 'fd00:30::1'),
      single('web', 'IPv4', '10.0.0.2'),
      policy('open', 'open', [{}]),
      policy('web', 'web', []),
    ]
    for (const objects of [cluster, cluster.toReversed()]) {
      const data = exposed(...objects)
      expect(waysOf(data, 'web')).toContain('ClusterIP none')
      expect(waysOf(data, 'open')).toContain('ClusterIP cluster')
    }
  })

  test('are closed to pods by a block of the other family', () => {
    const byBlock = fromBlock('0.0.0.0/0')
    expect(waysOf(exposed(pod('web', 2), single('web', 'IPv4', '10.0.0.2'), byBlock))).toContain('ClusterIP cluster')
    expect(waysOf(exposed(pod('web', 2), single('web', 'IPv6', 'fd00:30::2'), byBlock))).toContain('ClusterIP none')
  })
})
