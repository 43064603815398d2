import type {Cluster} from '../../../../cluster/cluster.ts'
import type {Pod} from '../../../../cluster/pod.ts'
import {resolverOfPod} from '../../../../network/dns/resolver.ts'
import {readDnsSettings} from '../../../../network/dns/settings.ts'
import {partyOfPod} from '../../../../network/policy/parties.ts'
import {podGroupsOf} from '../../../../network/policy/pod-group.ts'
import type {Policy, Rule as PolicyRule} from '../../../../network/policy/policy.ts'
import {coversPort} from '../../../../network/policy/policy-port.ts'
import {findForbiddenQuery} from '../../../dns-egress.ts'
import {listOwners} from '../../../naming.ts'
import {placeIn} from '../../policy-manifest.ts'
import type {Found, Rule} from '../../rule.ts'
import {isOnHostNetwork, policiesFor, subjectsOf} from '../../selected-pods.ts'

export const egressForgotDns: Rule = {
  id: 'policy/egress-forgot-dns',
  severity: 'warning',
  title: 'an egress policy that lets no DNS query pass',
  why: 'Pods that are isolated for egress send only what a rule allows, and a query to the DNS of the cluster is a connection like any other. Without it no name resolves, so that nothing that is called by its name is reached, though a rule lets it pass.',
  fix: 'Allow port 53, UDP and TCP, to the pods of the cluster DNS.',
  references: [
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-deny-all-egress-traffic',
    'https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/',
  ],
  bad: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  policyTypes: [Egress]
  egress:
    - to: [{podSelector: {matchLabels: {app: db}}}]
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {containers: [{name: app, image: "web:1"}]}
`,
  good: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  policyTypes: [Egress]
  egress:
    - to: [{podSelector: {matchLabels: {app: db}}}]
    - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}]
      ports: [{port: 53, protocol: UDP}, {port: 53}]
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {containers: [{name: app, image: "web:1"}]}
`,
  check: ({cluster, policies}) => {
    const {domain} = readDnsSettings(cluster)
    return policies.flatMap((policy) => findForgotten(cluster, policy, domain))
  },
}

/** Whom policies let connect to nothing is meant to be alone; who has nothing but addresses to connect to needs no names. */
function findForgotten(cluster: Cluster, policy: Policy, domain: string): readonly Found[] {
  if (policy.kind !== 'NetworkPolicy' || !policy.egress?.some(leadsByName)) return []
  const asking = subjectsOf(cluster, policy).filter(
    (pod) => !isOnHostNetwork(pod) && !pod.opaque && resolverOfPod(pod, domain, []).server === 'cluster',
  )
  const cutOff = asking.filter((pod) => isCutOff(cluster, pod))
  if (cutOff.length === 0) return []
  return [
    {
      message: `it lets ${listOwners(cutOff)} connect to others, but not ask DNS (port 53/UDP): no name resolves`,
      object: policy.reference,
      place: placeIn(policy, ['spec', 'egress']),
      aside: 'no rule for DNS',
      fix: {
        description:
          'add to egress: {to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}], ports: [{port: 53, protocol: UDP}, {port: 53}]}',
      },
    },
  ]
}

/** Peers that have names: pods, which are called by their Service, and whoever is outside. */
function leadsByName({peers}: PolicyRule): boolean {
  return peers === 'anyone' || peers.some(({kind}) => kind === 'pods')
}

/** The DNS of OpenShift listens at 5353, and the manifests need not show that it is OpenShift. */
function isForOtherDns({ports}: PolicyRule): boolean {
  return ports !== 'any' && ports.some((entry) => coversPort(entry, {number: 5353, protocol: 'UDP', names: []}) === true)
}

const CUT_OFF = new WeakMap<object, boolean>()

/** Asked once for all pods that no policy tells apart. */
function isCutOff(cluster: Cluster, pod: Pod): boolean {
  const group = podGroupsOf(cluster).of(pod)
  const known = CUT_OFF.get(group)
  if (known !== undefined) return known
  const rules = policiesFor(cluster, pod).flatMap(({egress}) => egress ?? [])
  const cutOff = !rules.some(isForOtherDns) && findForbiddenQuery(cluster, [partyOfPod(cluster, pod)]) !== undefined
  CUT_OFF.set(group, cutOff)
  return cutOff
}
