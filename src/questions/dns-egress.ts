import type {Cluster} from '../cluster/cluster.ts'
import {findBackends, usableEndpoints} from '../network/endpoints/backends.ts'
import {judgeConnection, type PolicyConnection, type PolicyVerdict} from '../network/policy/judgement.ts'
import {endPortOf, partyOfPod} from '../network/policy/parties.ts'
import type {Party} from '../network/policy/party.ts'
import {findDaemonSet} from './kube-proxy/daemon-set.ts'
import {podOf} from './pod-of-endpoint.ts'
import {policiesAsEnforced} from './policy-dataplane.ts'

/** A query that policies forbid. */
export interface ForbiddenQuery {
  readonly connection: PolicyConnection
  readonly verdict: PolicyVerdict
}

/** The Service by which every installer brings the cluster's DNS; addons bear this label too. */
const SYSTEM = 'kube-system'
const DNS_SERVICE = 'kube-dns'
/** DaemonSets of NodeLocal DNSCache, as Kubernetes and kubespray call it: pods ask it on their own node, from which no policy keeps them. */
const NODE_CACHES = ['node-local-dns', 'nodelocaldns']

/**
 * A query to the cluster's DNS that policies forbid, where they forbid every one of these clients every one: whoever writes the first policy for egress
 * forgets it. Undefined where some pass, or where it cannot be told. Queries go over UDP first: who may not send those gets no answer.
 */
export function findForbiddenQuery(cluster: Cluster, clients: readonly Party[]): ForbiddenQuery | undefined {
  const set = policiesAsEnforced(cluster)
  const servers = set.all.length === 0 ? undefined : policedServersOf(cluster)
  if (!servers) return undefined
  const queries = clients.flatMap((source) =>
    servers.map(({party, port}): ForbiddenQuery => {
      const connection: PolicyConnection = {source, destination: party, port, called: []}
      return {connection, verdict: judgeConnection(set, connection)}
    }),
  )
  return queries.every(({verdict}) => verdict.allowed === false) ? queries[0] : undefined
}

interface Server {
  readonly party: Party
  readonly port: PolicyConnection['port']
}

const SERVERS = new WeakMap<Cluster, {readonly policed: readonly Server[] | undefined}>()

/** Whom policies may keep clients from, worked out once for all of them; undefined where each node has a cache of its own. */
function policedServersOf(cluster: Cluster): readonly Server[] | undefined {
  const known = SERVERS.get(cluster)
  if (known) return known.policed
  const hasCache = NODE_CACHES.some((name) => findDaemonSet(cluster, [SYSTEM], name) !== undefined)
  const policed = hasCache ? undefined : serversOf(cluster)
  SERVERS.set(cluster, {policed})
  return policed
}

/** The pods of the cluster's DNS; where the input does not have them, one as installers bring it, or a cache on the node. */
function serversOf(cluster: Cluster): readonly Server[] {
  const service = cluster.services.find(({namespace, name}) => namespace === SYSTEM && name === DNS_SERVICE)
  const endpoints = service ? usableEndpoints(service, findBackends(cluster, service).endpoints) : []
  const servers = endpoints.flatMap((endpoint): Server[] => {
    const {port, protocol} = endpoint
    const pod = podOf(cluster, SYSTEM, endpoint)
    return pod && protocol === 'UDP' ? [{party: partyOfPod(cluster, pod), port: endPortOf(pod, port, protocol)}] : []
  })
  if (servers.length > 0) return servers
  const isOpenShift = cluster.others.some(({kind, name}) => kind === 'Namespace' && name === 'openshift-dns')
  return [isOpenShift ? OPENSHIFT : COREDNS, NODE_LOCAL]
}

/** CoreDNS as kubeadm and the clouds install it. */
const COREDNS = serverIn(SYSTEM, {'k8s-app': 'kube-dns'}, 53)

/** OpenShift's own (https://github.com/openshift/cluster-dns-operator). */
const OPENSHIFT = serverIn('openshift-dns', {'dns.operator.openshift.io/daemonset-dns': 'default'}, 5353)

/** NodeLocal DNSCache (https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/): a link-local address on every node. */
const NODE_LOCAL: Server = {party: {kind: 'outside', address: '169.254.20.10'}, port: {number: 53, protocol: 'UDP', names: []}}

/** A pod that is there for certain, of which no more than this is known. */
function serverIn(namespace: string, known: Readonly<Record<string, string>>, number: number): Server {
  const labels = {known, unknownValues: new Set<string>(), isOpen: true}
  return {
    party: {
      kind: 'pod',
      group: {index: -1, namespace, namespaceStated: true, labels, pods: []},
      addresses: undefined,
      node: null,
      self: undefined,
    },
    port: {number, protocol: 'UDP', names: ['dns']},
  }
}
