import type {Cluster} from '../../../../cluster/cluster.ts'
import {includesRange} from '../../../../network/policy/ip-block.ts'
import type {Direction, IPBlock, Policy} from '../../../../network/policy/policy.ts'
import {addressOf, BITS} from '../../../../network/proxy/address-range.ts'
import {ownerName} from '../../../naming.ts'
import {clusterAddressesOf} from '../../cluster-addresses.ts'
import {placeIn} from '../../policy-manifest.ts'
import type {Found, Rule} from '../../rule.ts'

export const ipBlockPods: Rule = {
  id: 'policy/ip-block-pods',
  severity: 'warning',
  title: 'an ipBlock for addresses inside of the cluster',
  why: 'Pods get another address each time that they are created, and the address of a Service is mostly rewritten to that of a pod before policies are asked. Some network plugins match no block with anything inside of the cluster.',
  fix: 'Select pods by their labels: podSelector, with a namespaceSelector beside it for those of other namespaces.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors'],
  bad: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  policyTypes: [Egress]
  egress:
    - to:
        - ipBlock:
            cidr: 10.96.14.3/32
---
apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec: {clusterIP: 10.96.14.3, selector: {app: db}, ports: [{port: 5432}]}
`,
  good: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  policyTypes: [Egress]
  egress:
    - to:
        - podSelector: {matchLabels: {app: db}}
---
apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec: {clusterIP: 10.96.14.3, selector: {app: db}, ports: [{port: 5432}]}
`,
  check: ({cluster, policies}) =>
    policies.flatMap((policy) =>
      policy.kind === 'NetworkPolicy' ? [...findInside(cluster, policy, 'ingress'), ...findInside(cluster, policy, 'egress')] : [],
    ),
}

/** A rule that names pods by their labels too has its block beside them to be on the safe side. */
function findInside(cluster: Cluster, policy: Policy, direction: Direction): readonly Found[] {
  const key = direction === 'ingress' ? 'from' : 'to'
  return (policy[direction] ?? []).flatMap(({peers, path}) => {
    if (peers === 'anyone' || peers.some(({kind}) => kind === 'pods')) return []
    return peers.flatMap((peer, index): readonly Found[] => {
      const whose = peer.kind === 'ip-block' ? ownerOfBlock(cluster, peer.block, direction) : undefined
      if (peer.kind !== 'ip-block' || !whose) return []
      return [
        {
          message: `${peer.block.text} is ${whose.what}, ${whose.but}`,
          object: policy.reference,
          place: placeIn(policy, [...path, key, index, 'ipBlock', 'cidr']),
          aside: whose.what,
          fix: {description: `select ${whose.meant} by their labels: podSelector, and namespaceSelector beside it`},
        },
      ]
    })
  })
}

interface Owner {
  readonly what: string
  readonly but: string
  readonly meant: string
}

function ownerOfBlock(cluster: Cluster, {range}: IPBlock, direction: Direction): Owner | undefined {
  const {pods, services, nodeRanges} = clusterAddressesOf(cluster)
  if (range.prefixLength === BITS[range.family]) {
    const address = addressOf(range.first, range.family)
    const pod = pods.get(address)
    if (pod)
      return {
        what: `the address of ${ownerName(pod)} now`,
        but: 'which has another after its next start',
        meant: `the pods of ${ownerName(pod)}`,
      }
    const service = direction === 'egress' ? services.get(address) : undefined
    // A cache on the node answers at the very address of the cluster's DNS.
    if (!service || (service.namespace === 'kube-system' && service.name === 'kube-dns')) return undefined
    const name = `Service ${service.namespace}/${service.name}`
    return {
      what: `the cluster IP of ${name}`,
      but: 'which is rewritten to that of a pod, mostly before policies are asked',
      meant: 'its pods',
    }
  }
  const within = nodeRanges.find((one) => includesRange(one.range, range))
  return (
    within && {what: `within the pods of node ${within.node}`, but: 'which get other addresses when they start again', meant: 'the pods'}
  )
}
