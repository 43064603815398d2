import {describe, expect, test} from 'vitest'
import {policiesOf} from '../../src/network/policy/policy-set.ts'
import {policiesAsEnforced} from '../../src/questions/policy-dataplane.ts'
import {clusterOf, runningPod, together} from '../manifest.ts'
import {ask} from '../network/policy/asked.ts'

const IN = {namespace: 'shop'}
const PODS = together(
  runningPod('web', {app: 'web'}, {podIP: '10.244.0.9', podIPs: [{ip: '10.244.0.9'}]}, IN),
  runningPod('db', {app: 'db'}, {podIP: '10.244.0.10', podIPs: [{ip: '10.244.0.10'}]}, IN),
)
const BLOCK = JSON.stringify({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: {name: 'p', namespace: 'shop'},
  spec: {podSelector: {matchLabels: {app: 'db'}}, ingress: [{from: [{ipBlock: {cidr: '0.0.0.0/0'}}]}]},
})
const AGENT = JSON.stringify({
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: {name: 'cilium', namespace: 'kube-system'},
  spec: {selector: {matchLabels: {'k8s-app': 'cilium'}}, template: {metadata: {labels: {'k8s-app': 'cilium'}}, spec: {containers: []}}},
})
const CILIUM_POLICY = JSON.stringify({
  apiVersion: 'cilium.io/v2',
  kind: 'CiliumNetworkPolicy',
  metadata: {name: 'p', namespace: 'elsewhere'},
  spec: {endpointSelector: {}, ingress: [{fromEntities: ['cluster']}]},
})

function verdict(from: string, ...beside: readonly string[]) {
  const cluster = clusterOf(together(PODS, BLOCK, ...beside))
  return ask(cluster, from, 'shop/db', {set: policiesAsEnforced(cluster)})
}

describe('policies as they are enforced', () => {
  test('let pods in by their addresses where nothing says who enforces them', () => {
    expect(verdict('shop/web').allowed).toBe(true)
  })

  test.each([
    ['its agent', AGENT],
    ['a policy that only Cilium reads', CILIUM_POLICY],
  ])('by Cilium do not count on blocks of addresses inside of the cluster, where %s shows that', (_, shown) => {
    expect(verdict('shop/web', shown)).toMatchObject({
      allowed: null,
      ingress: {because: {kind: 'open', doubt: {kind: 'plugin', name: 'Cilium'}}},
    })
    expect(verdict('203.0.113.9', shown).allowed).toBe(true)
  })

  test('are those of the cluster, read once', () => {
    const cluster = clusterOf(together(PODS, BLOCK))
    expect(policiesAsEnforced(cluster)).toBe(policiesAsEnforced(cluster))
    expect(policiesAsEnforced(cluster).all).toBe(policiesOf(cluster).all)
  })
})
