import {describe, expect, test} from 'vitest'
import {together} from '../../../manifest.ts'
import {DB, KUBERNETES, namespace, node, object, passes, type Spec} from './passing.ts'

const cilium = (spec: Spec, metadata?: Spec) => object('cilium.io/v2', 'CiliumNetworkPolicy', spec, metadata)
const ciliumOfCluster = (spec: Spec) => object('cilium.io/v2', 'CiliumClusterwideNetworkPolicy', spec, {})
const FROM_API = [{fromEndpoints: [{matchLabels: {app: 'api'}}]}]

describe('a policy of Cilium', () => {
  test('leaves open what nobody forbids to the pods that it selects, and leaves all others alone', () => {
    const policy = cilium({endpointSelector: DB, ingress: FROM_API})
    expect(passes('shop/web', 'shop/db', policy)).toBe('Cilium')
    expect(passes('shop/web', 'shop/api', policy)).toBe(true)
    expect(passes('other/web', 'shop/web', policy)).toBe(true)
  })

  test('is for its direction alone', () => {
    const policy = cilium({endpointSelector: DB, egress: [{toEntities: ['world']}], ingress: []})
    expect(passes('shop/web', 'shop/db', policy)).toBe(true)
    expect(passes('shop/db', 'shop/web', policy)).toBe('Cilium')
  })

  test('of another namespace is for nobody here', () => {
    const policy = cilium({endpointSelector: {}, ingress: FROM_API}, {namespace: 'other'})
    expect(passes('shop/web', 'shop/db', policy)).toBe(true)
    expect(passes('shop/web', 'other/web', policy)).toBe('Cilium')
  })

  test('may be for any namespace where it names none, as other manifests may', () => {
    expect(passes('shop/web', 'shop/db', cilium({endpointSelector: DB, ingress: FROM_API}, {}))).toBe('Cilium')
  })

  test('adds to what NetworkPolicies allow: it may let in whom they hold up, and holds up nobody whom they let in', () => {
    const policy = cilium({endpointSelector: DB, ingress: FROM_API})
    expect(passes('shop/api', 'shop/db', KUBERNETES)).toBe(false)
    expect(passes('shop/api', 'shop/db', KUBERNETES, policy)).toBe('Cilium')
    expect(passes('shop/web', 'shop/db', KUBERNETES, policy)).toBe(true)
  })

  test('lets nobody in by an empty rule, which isolates only', () => {
    const policy = cilium({endpointSelector: DB, ingress: [{}]})
    expect(passes('shop/api', 'shop/db', KUBERNETES, policy)).toBe(false)
    expect(passes('shop/api', 'shop/db', policy)).toBe('Cilium')
  })

  test.each([
    ['denies', {ingressDeny: FROM_API}],
    ['looks into requests', {ingress: [{toPorts: [{ports: [{port: '80'}], rules: {http: [{method: 'GET'}]}}]}]}],
    ['asks for authentication', {ingress: [{authentication: {mode: 'required'}}]}],
  ])('may hold up whom NetworkPolicies let in where it %s', (_, rules) => {
    expect(passes('shop/web', 'shop/db', KUBERNETES, cilium({endpointSelector: DB, ...rules}))).toBe('Cilium')
  })

  test('that isolates nobody holds up nobody', () => {
    const policy = cilium({endpointSelector: DB, ingress: FROM_API, enableDefaultDeny: {ingress: false}})
    expect(passes('shop/web', 'shop/db', policy)).toBe(true)
    expect(passes('shop/api', 'shop/db', KUBERNETES, policy)).toBe('Cilium')
  })

  test('may be several in one object', () => {
    const specs = ['api', 'db'].map((app) => ({endpointSelector: {matchLabels: {'k8s:app': app}}, ingress: FROM_API}))
    const policy = JSON.stringify({
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumNetworkPolicy',
      metadata: {name: 'p', namespace: 'shop'},
      specs,
    })
    expect(passes('shop/web', 'shop/api', policy)).toBe('Cilium')
    expect(passes('shop/web', 'shop/db', policy)).toBe('Cilium')
    expect(passes('shop/api', 'shop/web', policy)).toBe(true)
  })

  test('of the whole cluster selects namespaces by keys of its own', () => {
    const byName = ciliumOfCluster({endpointSelector: {matchLabels: {'k8s:io.kubernetes.pod.namespace': 'shop'}}, ingress: FROM_API})
    expect(passes('shop/web', 'shop/db', byName)).toBe('Cilium')
    expect(passes('shop/web', 'other/web', byName)).toBe(true)
    const byLabel = ciliumOfCluster({
      endpointSelector: {matchExpressions: [{key: 'io.cilium.k8s.namespace.labels.team', operator: 'In', values: ['a']}]},
      ingress: FROM_API,
    })
    const namespaces = together(namespace('shop', {team: 'a'}), namespace('other', {team: 'b'}))
    expect(passes('shop/web', 'shop/db', namespaces, byLabel)).toBe('Cilium')
    expect(passes('shop/web', 'other/web', namespaces, byLabel)).toBe(true)
  })

  test('for nodes concerns pods on the network of a node and no others', () => {
    const policy = ciliumOfCluster({nodeSelector: {matchLabels: {role: 'edge'}}, ingress: FROM_API})
    const nodes = together(node('a', {role: 'edge'}), node('b', {role: 'inner'}))
    expect(passes('shop/web', 'node/a', nodes, policy)).toBe('Cilium')
    expect(passes('shop/web', 'node/b', nodes, policy)).toBe(true)
    expect(passes('shop/web', 'shop/db', nodes, policy)).toBe(true)
  })

  test('for the endpoints of Cilium itself is for no pod', () => {
    const policy = ciliumOfCluster({endpointSelector: {matchLabels: {'reserved:ingress': ''}}, ingress: [{fromEntities: ['world']}]})
    expect(passes('shop/web', 'shop/db', policy)).toBe(true)
  })
})
