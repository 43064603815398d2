import {describe, expect, test} from 'vitest'
import type {WireObject} from '../../../src/cluster/object.ts'
import {partyOfNode, partyOfPod} from '../../../src/network/policy/parties.ts'
import {policiesOf} from '../../../src/network/policy/policy-set.ts'
import {snapshotOf} from '../../../src/questions/snapshot/snapshot.ts'
import {object, pod} from '../reads/small-cluster.ts'
import {liveCluster} from './every-question.ts'

const CLUSTER: readonly WireObject[] = [
  object('v1', 'Namespace', undefined, 'storefront', {
    labels: {'acme.example/tenant': 'acme', 'kubernetes.io/metadata.name': 'storefront'},
  }),
  object('v1', 'Namespace', undefined, 'warehouse', {
    labels: {'kuma.io/sidecar-injection': 'enabled', 'kubernetes.io/metadata.name': 'warehouse'},
  }),
  object('v1', 'Namespace', undefined, 'istio-system', {labels: {'kubernetes.io/metadata.name': 'istio-system'}}),
  object('v1', 'Node', undefined, 'acme-node', {labels: {'acme.example/pool': 'gold'}}),
  pod('storefront', 'basket', '10.244.0.20', {app: 'basket', 'acme.example/tier': 'front'}, {nodeName: 'acme-node'}),
  pod('storefront', 'payment', '10.244.0.21', {app: 'payment'}, {nodeName: 'acme-node'}),
  pod('warehouse', 'basket', '10.244.0.22', {app: 'basket', 'kuma.io/sidecar-injection': 'disabled'}, {nodeName: 'acme-node'}),
  pod('warehouse', 'stock', '10.244.0.23', {role: 'stock', 'acme.example/tier': 'back'}, {nodeName: 'acme-node'}),
]

const policy = (apiVersion: string, kind: string, spec: WireObject, namespace: string | undefined = 'storefront') =>
  object(apiVersion, kind, namespace, 'acme-policy', {spec})
const BASKET = {matchLabels: {app: 'basket'}}
const allow = [{action: 'Allow'}]
const calico = (selector: string, more: WireObject = {}) =>
  policy('projectcalico.org/v3', 'NetworkPolicy', {selector, types: ['Ingress'], ingress: allow, ...more})
const calicoOfAll = (spec: WireObject, version = 'projectcalico.org/v3') =>
  object(version, 'GlobalNetworkPolicy', undefined, 'acme-all', {spec: {types: ['Egress'], egress: allow, ...spec}})

/** One of each kind, with everything in it that decides whom it is for and what it could do. */
const POLICIES: Readonly<Record<string, readonly WireObject[]>> = {
  'Cilium, by labels': [policy('cilium.io/v2', 'CiliumNetworkPolicy', {endpointSelector: BASKET, ingress: [{}]})],
  'Cilium, by labels with their source': [
    policy('cilium.io/v2', 'CiliumNetworkPolicy', {endpointSelector: {matchLabels: {'k8s:app': 'basket'}}, egress: [{}]}),
  ],
  'Cilium, by a label with a domain': [
    policy('cilium.io/v2', 'CiliumNetworkPolicy', {
      endpointSelector: {matchExpressions: [{key: 'any:acme.example/tier', operator: 'Exists'}]},
      ingressDeny: [{fromEntities: ['world']}],
    }),
  ],
  'Cilium, by namespace': [
    policy(
      'cilium.io/v2',
      'CiliumClusterwideNetworkPolicy',
      {endpointSelector: {matchLabels: {'k8s:io.kubernetes.pod.namespace': 'warehouse'}}, ingress: [{fromEntities: ['all']}]},
      undefined,
    ),
  ],
  'Cilium, by labels of namespaces': [
    policy(
      'cilium.io/v2',
      'CiliumClusterwideNetworkPolicy',
      {endpointSelector: {matchLabels: {'k8s:io.cilium.k8s.namespace.labels.acme.example/tenant': 'acme'}}, ingress: [{}]},
      undefined,
    ),
  ],
  'Cilium, of nodes': [
    policy(
      'cilium.io/v2',
      'CiliumClusterwideNetworkPolicy',
      {nodeSelector: {matchLabels: {'acme.example/pool': 'silver'}}, ingress: [{}]},
      undefined,
    ),
  ],
  'Calico, by labels': [calico("app == 'basket'")],
  'Calico, by several labels': [calico('has(app) && acme.example/tier in {"front", \'side\'} && !has(role) && app != "payment"')],
  'Calico, whatever there is': [calico('all()')],
  'Calico, in a selector that is not read': [calico("app == 'payment' || app == 'basket'")],
  'Calico, by a part of a value': [calico("app contains 'bask' && has(app)")],
  'Calico, later than NetworkPolicies': [calico('', {tier: 'default', order: 2000})],
  'Calico, in a tier of its own': [calico('', {tier: 'acme-tier', order: 2000, ingress: [{action: 'Deny'}]})],
  'Calico, by namespace': [calicoOfAll({selector: "projectcalico.org/namespace == 'warehouse'"})],
  'Calico, by labels of namespaces': [calicoOfAll({selector: "pcns.acme.example/tenant == 'acme'"})],
  'Calico, by the namespaces themselves': [calicoOfAll({namespaceSelector: "projectcalico.org/name == 'storefront'"})],
  'Calico, of nodes': [
    calicoOfAll({}, 'crd.projectcalico.org/v1'),
    object('crd.projectcalico.org/v1', 'KubeControllersConfiguration', undefined, 'default', {
      spec: {controllers: {node: {hostEndpoint: {autoCreate: 'Enabled'}}}},
    }),
  ],
  'Calico, of named interfaces of nodes': [
    calicoOfAll({}),
    object('projectcalico.org/v3', 'HostEndpoint', undefined, 'acme-node-eth0', {spec: {node: 'acme-node', interfaceName: 'eth0'}}),
  ],
  'Antrea, of a namespace': [
    policy('crd.antrea.io/v1beta1', 'NetworkPolicy', {
      tier: 'baseline',
      appliedTo: [{podSelector: BASKET}],
      ingress: [{action: 'Drop', from: []}],
    }),
  ],
  'Antrea, of the cluster': [
    policy(
      'crd.antrea.io/v1beta1',
      'ClusterNetworkPolicy',
      {
        tier: 'securityops',
        appliedTo: [
          {podSelector: BASKET, namespaceSelector: {matchLabels: {'acme.example/tenant': 'acme'}}},
          {nodeSelector: {matchLabels: {'acme.example/pool': 'gold'}}},
        ],
        egress: [{action: 'Pass'}, {action: 'Allow'}],
      },
      undefined,
    ),
  ],
  'Istio, of a mesh': [policy('security.istio.io/v1', 'AuthorizationPolicy', {action: 'DENY', rules: [{}]}, 'istio-system')],
  'Istio, of pods': [policy('security.istio.io/v1', 'AuthorizationPolicy', {selector: BASKET, action: 'ALLOW', rules: [{to: []}]})],
  'Istio, for everybody': [policy('security.istio.io/v1', 'AuthorizationPolicy', {action: 'ALLOW', rules: [{}]})],
  'Istio, only to be written down': [policy('security.istio.io/v1', 'AuthorizationPolicy', {action: 'AUDIT', rules: [{}]})],
  'Istio, on trial': [
    {
      ...policy('security.istio.io/v1', 'AuthorizationPolicy', {action: 'DENY', rules: [{}]}),
      metadata: {name: 'acme-trial', namespace: 'storefront', annotations: {'istio.io/dry-run': 'true'}},
    },
  ],
  'Istio, mutual TLS': [policy('security.istio.io/v1', 'PeerAuthentication', {selector: BASKET, mtls: {mode: 'STRICT'}})],
  'Istio, mutual TLS where somebody likes': [policy('security.istio.io/v1', 'PeerAuthentication', {mtls: {mode: 'PERMISSIVE'}})],
  'Linkerd, a port': [policy('policy.linkerd.io/v1beta3', 'Server', {podSelector: BASKET, port: 'http', accessPolicy: 'deny'})],
  'Linkerd, an open port': [policy('policy.linkerd.io/v1beta3', 'Server', {podSelector: BASKET, accessPolicy: 'all-unauthenticated'})],
  'Linkerd, who may': [
    policy('policy.linkerd.io/v1beta1', 'ServerAuthorization', {server: {name: 'acme-server'}, client: {unauthenticated: true}}),
  ],
  'Linkerd, who may, of a port that there is': [
    policy('policy.linkerd.io/v1alpha1', 'AuthorizationPolicy', {
      targetRef: {group: 'policy.linkerd.io', kind: 'Server', name: 'acme-policy'},
    }),
    policy('policy.linkerd.io/v1beta3', 'Server', {podSelector: BASKET}),
  ],
  'OVN-Kubernetes': [policy('k8s.ovn.org/v1', 'EgressFirewall', {egress: [{type: 'Deny', to: {cidrSelector: '10.66.0.0/16'}}]})],
  'OVN-Kubernetes, open': [policy('k8s.ovn.org/v1', 'EgressFirewall', {egress: [{type: 'Allow', to: {dnsName: 'acme.example'}}]})],
  'OpenShift SDN': [policy('network.openshift.io/v1', 'EgressNetworkPolicy', {egress: [{type: 'Deny', to: {}}]})],
  'Amazon EKS, of a namespace': [
    policy('networking.k8s.aws/v1alpha1', 'ApplicationNetworkPolicy', {
      podSelector: BASKET,
      policyTypes: ['Egress'],
      egress: [{to: [{domainNames: ['*.acme.example']}]}],
    }),
  ],
  'Amazon EKS, of the cluster': [
    policy('networking.k8s.aws/v1alpha1', 'ClusterNetworkPolicy', {tier: 'Baseline', ingress: [{action: 'Deny', from: []}]}, undefined),
  ],
  GKE: [
    policy('networking.gke.io/v1alpha1', 'FQDNNetworkPolicy', {podSelector: BASKET, egress: [{matches: [{pattern: '*.acme.example'}]}]}),
  ],
  Consul: [policy('consul.hashicorp.com/v1alpha1', 'ServiceIntentions', {destination: {name: 'acme-basket'}, sources: []})],
  'Kuma, of a mesh': [
    policy('kuma.io/v1alpha1', 'MeshTrafficPermission', {targetRef: {kind: 'Mesh'}, from: [{default: {action: 'Deny'}}]}),
  ],
  'Kuma, before': [
    object('kuma.io/v1alpha1', 'TrafficPermission', undefined, 'acme-policy', {spec: {sources: [{match: {'kuma.io/service': 'acme'}}]}}),
  ],
}

/** For each pod, and for the node, what policies may do with it, without a name. */
function effects(objects: readonly WireObject[]): readonly string[] {
  const cluster = liveCluster(objects)
  const set = policiesOf(cluster)
  const parties = [
    ...cluster.pods.all.map((one) => partyOfPod(cluster, one)),
    ...[...cluster.nodes.keys()].map((name) => partyOfNode(cluster, name)),
  ]
  const found = parties.map((party) => [
    party.kind,
    set.foreignFor(party).map(({product, reference, ingress, egress}) => [product, reference.kind, ingress, egress]),
  ])
  return found.map((one) => JSON.stringify(one)).toSorted()
}

describe.each(Object.entries(POLICIES))('policies of %s', (_, policies) => {
  const objects = [...CLUSTER, ...policies]
  const whole = effects(objects)

  test('do the same in a snapshot', () => {
    expect(policiesOf(liveCluster(objects)).foreign.length).toBeGreaterThan(0)
    expect(effects(snapshotOf(objects).items)).toEqual(whole)
  })

  test('do the same without any name of the user', () => {
    const redacted = snapshotOf(objects, {redactionKey: 'correct horse battery staple'}).items
    expect(effects(redacted)).toEqual(whole)
    const text = JSON.stringify(redacted)
    for (const word of ['acme', 'basket', 'payment', 'storefront', 'warehouse', 'gold', 'tenant"', '10.66.'])
      expect(text).not.toContain(word)
  })
})
