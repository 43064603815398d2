import type {Cluster} from '../../../../cluster/cluster.ts'
import {valueAt} from '../../../../cluster/fields.ts'
import type {Pod} from '../../../../cluster/pod.ts'
import type {Service} from '../../../../cluster/service.ts'
import {hasPublicAddress} from '../../../../network/entry/scope.ts'
import {includesRange} from '../../../../network/policy/ip-block.ts'
import type {Peer, Policy, Rule as PolicyRule} from '../../../../network/policy/policy.ts'
import {coversPort} from '../../../../network/policy/policy-port.ts'
import {parseRange} from '../../../../network/proxy/address-range.ts'
import type {Exposed, ExposedEntry} from '../../../exposure/exposed-service.ts'
import {enumerate, shortName} from '../../../naming.ts'
import {policiesAsEnforced} from '../../../policy-dataplane.ts'
import type {Graph} from '../../graph.ts'
import {servicePortsAt} from '../../policed-ports.ts'
import {placeIn} from '../../policy-manifest.ts'
import type {Found, Rule} from '../../rule.ts'
import {areNear, isOnHostNetwork, policiesFor, servicesFor, subjectsOf} from '../../selected-pods.ts'

export const ipBlockSnat: Rule = {
  id: 'policy/ip-block-snat',
  severity: 'warning',
  title: 'an ipBlock for clients whose address does not arrive at the pods',
  why: 'With externalTrafficPolicy Cluster a node puts its own address in the place of the client before it sends a connection on to a pod of another node, and behind an Ingress or a Gateway it is the controller that connects. A policy at the pod then judges that address: a block that names the clients lets none of them in.',
  fix: 'Set externalTrafficPolicy: Local, so that the address is kept; behind a controller, filter there, and let the pods of the controller come to these.',
  references: [
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-ipblock-selectors',
    'https://kubernetes.io/docs/tutorials/services/source-ip/',
  ],
  bad: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress:
    - from:
        - ipBlock:
            cidr: 203.0.113.0/24
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 443}]}
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
  ingress:
    - from:
        - ipBlock:
            cidr: 203.0.113.0/24
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {type: LoadBalancer, externalTrafficPolicy: Local, selector: {app: web}, ports: [{port: 443}]}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {containers: [{name: app, image: "web:1"}]}
`,
  check: (graph) => {
    const {cluster, policies} = graph
    // Cilium may send on with the address of the client (DSR); the input does not show it.
    if (policiesAsEnforced(cluster).blocksMissCluster !== undefined) return []
    return policies.flatMap((policy) =>
      policy.kind === 'NetworkPolicy' ? (policy.ingress ?? []).flatMap((rule) => findRewritten(graph, policy, rule)) : [],
    )
  },
}

function findRewritten(graph: Graph, policy: Policy, rule: PolicyRule): readonly Found[] {
  const index = rule.peers === 'anyone' ? -1 : rule.peers.findIndex(isOfClients)
  const peer = rule.peers === 'anyone' ? undefined : rule.peers[index]
  if (peer?.kind !== 'ip-block') return []
  const way = findWay(graph, policy, rule)
  if (way === undefined) return []
  return [
    {
      message: `${way.because}: no client of ${peer.block.text} is seen by its own address`,
      object: policy.reference,
      place: placeIn(policy, [...rule.path, 'from', index, 'ipBlock', 'cidr']),
      aside: `the pods see ${way.seen}`,
      fix: {description: way.fix},
    },
  ]
}

/** From where the proxies of Google's load balancers connect, which are no clients: https://cloud.google.com/load-balancing/docs/firewall-rules. */
const PROXIES = ['130.211.0.0/22', '35.191.0.0/16'].flatMap((text) => parseRange(text) ?? [])

/** Addresses of the internet, but not all of them: nodes, with whose addresses clients may arrive, have private ones. */
function isOfClients(peer: Peer): boolean {
  if (peer.kind !== 'ip-block' || peer.block.range.prefixLength === 0) return false
  const {range} = peer.block
  return hasPublicAddress(range) && !PROXIES.some((one) => includesRange(one, range))
}

interface Way {
  readonly because: string
  readonly seen: string
  readonly fix: string
}

/** How clients from outside come to the pods; nothing where some way keeps their address, or a rule lets in whoever stands in for them. */
function findWay({cluster, facts, exposed}: Graph, policy: Policy, rule: PolicyRule): Way | undefined {
  const pods = subjectsOf(cluster, policy).filter((pod) => !isOnHostNetwork(pod))
  const services = new Set(pods.flatMap((pod) => servicesFor(cluster, pod)).filter(({origin}) => areNear(origin, policy.origin)))
  const covers = (number: number) =>
    rule.ports === 'any' || rule.ports.some((entry) => coversPort(entry, {number, protocol: 'TCP', names: undefined}) !== false)
  const led = [...services].filter((service) => pods.some((pod) => portsAt(cluster, service, pod).some(covers)))
  const outside = led.filter(({type}) => type === 'LoadBalancer' || type === 'NodePort')
  if (pods.some((pod) => policiesFor(cluster, pod).some(({ingress}) => ingress?.some(letsInOthers)))) return undefined
  const [first] = outside
  if (first) {
    if (outside.some((service) => keepsAddress(service) || facts.cloud?.controller !== undefined)) return undefined
    const because = `Service ${first.name} has externalTrafficPolicy Cluster`
    return {
      because,
      seen: 'the address of a node',
      fix: `set externalTrafficPolicy: Local in Service ${first.name}, or loadBalancerSourceRanges there`,
    }
  }
  const all = led.flatMap((service) => entriesOf(exposed(), service))
  const ways = all.filter(({via}) => via === 'Ingress' || via === 'Gateway')
  const through = new Set(ways.flatMap((entry) => entry.through.slice(0, 1).map(shortName)))
  if (through.size === 0) return undefined
  return {
    because: `clients come through ${enumerate([...through])}`,
    seen: 'its controller',
    fix: 'filter clients in the controller, and let its pods in by their labels',
  }
}

const ENTRIES = new WeakMap<Exposed, ReadonlyMap<Service, readonly ExposedEntry[]>>()

function entriesOf(exposed: Exposed, service: Service): readonly ExposedEntry[] {
  let byService = ENTRIES.get(exposed)
  if (!byService) {
    byService = new Map(exposed.services.map((one) => [one.service, one.entries]))
    ENTRIES.set(exposed, byService)
  }
  return byService.get(service) ?? []
}

function portsAt(cluster: Cluster, {namespace, name}: Service, pod: Pod): readonly number[] {
  return servicePortsAt(cluster, pod, 'TCP').flatMap(({service, number}) => (service === `${namespace}/${name}` ? number : []))
}

/** Whether a rule lets in anybody, or anybody by an address that a node or a controller may have. */
function letsInOthers({peers}: PolicyRule): boolean {
  return peers === 'anyone' || peers.some((peer) => peer.kind !== 'ip-block' || !isOfClients(peer))
}

/** Load balancers that send to the pods themselves. */
function keepsAddress({object}: Service): boolean {
  if (valueAt(object, 'spec', 'externalTrafficPolicy') === 'Local') return true
  const annotations = JSON.stringify(valueAt(object, 'metadata', 'annotations') ?? {})
  return /nlb-ip|"ip"|"external"|cloud\.google\.com\/neg/.test(annotations)
}
