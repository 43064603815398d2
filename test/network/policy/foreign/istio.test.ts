import {describe, expect, test} from 'vitest'
import {workload} from '../../../manifest.ts'
import {DB, KUBERNETES, object, passes, type Spec} from './passing.ts'

const istio = (spec: Spec, metadata?: Spec) => object('security.istio.io/v1', 'AuthorizationPolicy', spec, metadata)
const strict = (metadata: Spec, spec: Spec = {mtls: {mode: 'STRICT'}}) =>
  object('security.istio.io/v1', 'PeerAuthentication', spec, metadata)

describe('a policy of Istio', () => {
  const some = [{from: [{source: {namespaces: ['shop']}}]}]

  test('may refuse who gets to its pods, and lets nobody pass whom NetworkPolicies hold up', () => {
    const policy = istio({selector: DB, rules: some})
    expect(passes('shop/web', 'shop/db', KUBERNETES, policy)).toBe('Istio')
    expect(passes('shop/api', 'shop/db', KUBERNETES, policy)).toBe(false)
    expect(passes('shop/db', 'shop/web', policy)).toBe(true)
    expect(passes('shop/web', 'other/web', policy)).toBe(true)
  })

  test('of the root namespace is for all namespaces', () => {
    expect(passes('shop/web', 'other/web', istio({}, {namespace: 'istio-system'}))).toBe('Istio')
    const mesh = JSON.stringify({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {name: 'istio', namespace: 'mesh'},
      data: {mesh: 'accessLogFile: ""\nrootNamespace: mesh-config\n'},
    })
    expect(passes('shop/web', 'other/web', istio({}, {namespace: 'mesh-config'}))).toBe(true)
    expect(passes('shop/web', 'other/web', mesh, istio({}, {namespace: 'mesh-config'}))).toBe('Istio')
  })

  test.each([
    ['writes down only', {action: 'AUDIT', rules: some}, {}],
    ['is on trial', {action: 'DENY', rules: some}, {annotations: {'istio.io/dry-run': 'true'}}],
    ['denies what matches none of no rules', {action: 'DENY'}, {}],
    ['allows everything', {rules: [{}]}, {}],
  ])('that %s refuses nobody', (_, spec, metadata) => {
    expect(passes('shop/web', 'shop/db', istio(spec, {namespace: 'shop', ...metadata}))).toBe(true)
  })

  test('without rules allows nobody', () => {
    expect(passes('shop/web', 'shop/db', istio({}))).toBe('Istio')
  })

  test('for a gateway is for its pods; for a waypoint it may be for any', () => {
    const policy = istio({targetRefs: [{kind: 'Gateway', group: 'gateway.networking.k8s.io', name: 'edge'}], action: 'DENY', rules: some})
    const gateway = (gatewayClassName: string) =>
      object('gateway.networking.k8s.io/v1', 'Gateway', {gatewayClassName}, {name: 'edge', namespace: 'shop'})
    const pods = workload('edge-istio', {namespace: 'shop', labels: {'gateway.networking.k8s.io/gateway-name': 'edge'}})
    expect(passes('shop/web', 'shop/edge-istio', pods, gateway('istio'), policy)).toBe('Istio')
    expect(passes('shop/web', 'shop/db', pods, gateway('istio'), policy)).toBe(true)
    expect(passes('shop/web', 'shop/db', pods, gateway('istio-waypoint'), policy)).toBe('Istio')
  })

  test('refuses whoever does not speak mutual TLS, where that is strict', () => {
    expect(passes('shop/web', 'shop/db', strict({namespace: 'shop'}))).toBe('Istio')
    expect(passes('shop/web', 'other/web', strict({namespace: 'shop'}))).toBe(true)
    expect(passes('shop/web', 'shop/db', strict({namespace: 'shop'}, {mtls: {mode: 'PERMISSIVE'}}))).toBe(true)
    const ofPort = {selector: DB, mtls: {mode: 'PERMISSIVE'}, portLevelMtls: {8080: {mode: 'STRICT'}}}
    expect(passes('shop/web', 'shop/db', strict({namespace: 'shop'}, ofPort))).toBe('Istio')
    expect(passes('shop/web', 'shop/api', strict({namespace: 'shop'}, ofPort))).toBe(true)
  })
})
