import {describe, expect, test} from 'vitest'
import {judgeSide} from '../../../../src/network/policy/judgement.ts'
import {policiesOf} from '../../../../src/network/policy/policy-set.ts'
import {clusterOf, runningPod, together} from '../../../manifest.ts'
import {ask, partyNamed} from '../asked.ts'
import {DB, KUBERNETES, namespace, node, object, PODS, passes, type Spec} from './passing.ts'

const cilium = (spec: Spec, metadata?: Spec) => object('cilium.io/v2', 'CiliumNetworkPolicy', spec, metadata)
const ciliumOfCluster = (spec: Spec) => object('cilium.io/v2', 'CiliumClusterwideNetworkPolicy', spec, {})
const firewall = (spec: Spec, metadata?: Spec) => object('k8s.ovn.org/v1', 'EgressFirewall', spec, metadata)

describe('a firewall for what leaves the cluster', () => {
  const denying = {egress: [{type: 'Deny', to: {cidrSelector: '0.0.0.0/0'}}]}

  test.each([
    ['OVN-Kubernetes', firewall(denying, {name: 'default', namespace: 'shop'})],
    ['OpenShift SDN', object('network.openshift.io/v1', 'EgressNetworkPolicy', denying)],
  ])('of %s holds up nothing between pods, and nothing of another namespace', (product, policy) => {
    expect(passes('shop/web', '203.0.113.9', policy)).toBe(product)
    expect(passes('shop/web', 'shop/db', policy)).toBe(true)
    expect(passes('203.0.113.9', 'shop/web', policy)).toBe(true)
    expect(passes('other/web', '203.0.113.9', policy)).toBe(true)
  })

  test('without a rule that denies lets everything pass', () => {
    expect(passes('shop/web', '203.0.113.9', firewall({egress: [{type: 'Allow', to: {cidrSelector: '0.0.0.0/0'}}]}))).toBe(true)
  })
})

describe('policies of clouds and other meshes', () => {
  test('of Amazon EKS add up with NetworkPolicies, or come before or after them', () => {
    const application = object('networking.k8s.aws/v1alpha1', 'ApplicationNetworkPolicy', {
      podSelector: DB,
      policyTypes: ['Egress'],
      egress: [{to: [{domainNames: ['api.example.com']}]}],
    })
    expect(passes('shop/db', 'shop/web', application)).toBe('Amazon EKS')
    expect(passes('shop/web', 'shop/db', application)).toBe(true)
    const ofCluster = (tier: string) =>
      object('networking.k8s.aws/v1alpha1', 'ClusterNetworkPolicy', {tier, priority: 1, ingress: [{action: 'Deny', from: []}]}, {})
    expect(passes('shop/web', 'shop/db', KUBERNETES, ofCluster('Admin'))).toBe('Amazon EKS')
    expect(passes('shop/web', 'shop/db', KUBERNETES, ofCluster('Baseline'))).toBe(true)
    expect(passes('shop/web', 'shop/api', ofCluster('Baseline'))).toBe('Amazon EKS')
  })

  test('of GKE isolate pods for egress', () => {
    const policy = object('networking.gke.io/v1alpha1', 'FQDNNetworkPolicy', {
      podSelector: DB,
      egress: [{matches: [{name: 'example.com'}]}],
    })
    expect(passes('shop/db', 'shop/web', policy)).toBe('GKE')
    expect(passes('shop/web', 'shop/db', policy)).toBe(true)
    expect(passes('other/web', 'shop/web', policy)).toBe(true)
  })

  test('of Kuma are for pods that are in the mesh by a label of their own or of their namespace', () => {
    const policy = object('kuma.io/v1alpha1', 'MeshTrafficPermission', {targetRef: {kind: 'Mesh'}}, {namespace: 'kuma-system'})
    const namespaces = together(namespace('shop', {'kuma.io/sidecar-injection': 'enabled'}), namespace('other', {}))
    expect(passes('other/web', 'shop/web', namespaces, policy)).toBe('Kuma')
    expect(passes('shop/web', 'other/web', namespaces, policy)).toBe(true)
  })

  test('of Consul may be for any pod', () => {
    const policy = object('consul.hashicorp.com/v1alpha1', 'ServiceIntentions', {destination: {name: 'db'}, sources: []})
    expect(passes('shop/web', 'shop/db', policy)).toBe('Consul')
    expect(passes('shop/api', 'shop/db', KUBERNETES, policy)).toBe(false)
  })
})

describe('other kinds', () => {
  test('of the same API groups are no policies', () => {
    const kinds = [
      ['cilium.io/v2', 'CiliumNode'],
      ['projectcalico.org/v3', 'IPPool'],
      ['crd.antrea.io/v1beta1', 'Tier'],
      ['security.istio.io/v1', 'RequestAuthentication'],
      ['policy.linkerd.io/v1beta3', 'HTTPRoute'],
      ['k8s.ovn.org/v1', 'EgressIP'],
      ['networking.gke.io/v1', 'ManagedCertificate'],
      ['kuma.io/v1alpha1', 'Mesh'],
    ]
    const others = kinds.map(([apiVersion = '', kind = '']) => object(apiVersion, kind, {}))
    expect(policiesOf(clusterOf(together(...others))).foreign).toEqual([])
  })

  test.each(['self', 'own-node'])('are not asked about what no policy can forbid (%s)', (why) => {
    const deny = cilium({endpointSelector: {}, ingressDeny: [{fromEntities: ['all']}], egressDeny: [{toEntities: ['all']}]})
    const pod = runningPod('solo', {app: 'solo'}, {}, {namespace: 'shop'})
    const cluster = clusterOf(together(pod.replace('"containers"', '"nodeName":"a","containers"'), node('a', {}), deny))
    const from = why === 'self' ? 'shop/solo' : 'node/a'
    const connection = {source: partyNamed(cluster, from), destination: partyNamed(cluster, 'shop/solo')}
    const side = judgeSide(policiesOf(cluster), 'ingress', {...connection, port: {number: 80, protocol: 'TCP', names: []}, called: []})
    expect(side).toMatchObject({allowed: true, because: {kind: 'exempt', why}})
    expect(ask(cluster, from, 'shop/solo')).toMatchObject({allowed: true, ingress: {because: {kind: 'exempt', why}}})
    expect(ask(cluster, '203.0.113.9', 'shop/solo').allowed).toBe(null)
  })

  test('names and places of those that are named lead back to the input', () => {
    const {foreign} = policiesOf(clusterOf(together(PODS, ciliumOfCluster({endpointSelector: {}}))))
    expect(foreign).toMatchObject([
      {reference: {kind: 'CiliumClusterwideNetworkPolicy', namespace: null, name: 'p'}, origin: {file: 'manifest.yaml', document: 4}},
    ])
  })
})
