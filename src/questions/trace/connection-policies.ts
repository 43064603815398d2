import {type AddressFamily, familyOf} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import {describeUnread, findUnread} from '../../cluster/read.ts'
import {judgeArrival} from '../../network/policy/arrival.ts'
import type {PolicyVerdict, SideVerdict} from '../../network/policy/judgement.ts'
import {endPortOf, partyOfNode, partyOfPod} from '../../network/policy/parties.ts'
import type {CalledAddress, EndPort, Party} from '../../network/policy/party.ts'
import {includesGroup} from '../../network/policy/pod-set.ts'
import type {PolicySet} from '../../network/policy/policy-set.ts'
import {nodeAt} from '../node-at.ts'
import {type Places, toPolicyData} from '../policy-data.ts'
import {policiesAsEnforced} from '../policy-dataplane.ts'
import type {Caller} from './caller.ts'
import {clientParties} from './client-parties.ts'
import {mendOf} from './policy-mend.ts'
import {sourceSeen} from './source-seen.ts'
import {podOf} from './steps.ts'
import type {BackendData, BackendPolicyData} from './trace-data.ts'

/** A connection as far as policies want to know of it. */
export interface PolicedConnection {
  readonly caller: Caller
  /** The namespace of the Service; '' for none. */
  readonly namespace: string
  readonly protocol: string
  /** How the Service was called. */
  readonly called: readonly CalledAddress[]
  /** Whether it is known that kube-proxies rewrite addresses, on the node where the connection comes in. */
  readonly isKubeProxy: boolean
}

/** What policies say to one who may be the client. */
interface Heard {
  readonly verdict: PolicyVerdict
  readonly mend: string | null
}

/** Asks of every endpoint whether policies let the connection arrive there; where nobody in particular connects, nothing is asked. */
export function withPolicies(
  cluster: Cluster,
  connection: PolicedConnection,
  backends: readonly BackendData[],
  places: Places,
): readonly BackendData[] {
  const {caller} = connection
  if (!caller.stated || backends.length === 0) return backends
  const set = policiesAsEnforced(cluster)
  if (set.all.length === 0 && set.foreign.length === 0 && !cluster.coverage?.unread.length) return backends
  return backends.map((backend) => {
    const heard = judgeBackend(cluster, connection, backend)
    return heard.length === 0 ? backend : {...backend, policy: join(heard, places)}
  })
}

/** Whether a policy is for somebody, or may be. */
function isSubject({admin, baseline, forNamespaceOf, foreignFor, namespaceLabels}: PolicySet, party: Party): boolean {
  if (foreignFor(party).length > 0) return true
  if (party.kind !== 'pod') return false
  const {group} = party
  const policies = [...admin, ...forNamespaceOf(group), ...baseline]
  return policies.some(({subject}) => includesGroup(subject, group, namespaceLabels, group) !== false)
}

/** What policies say of each who may be the client; nothing where they are for neither end. */
function judgeBackend(cluster: Cluster, connection: PolicedConnection, backend: BackendData): readonly Heard[] {
  const {caller, namespace, protocol, called, isKubeProxy} = connection
  const family = backend.address === null ? undefined : familyOf(backend.address)
  const clients = clientParties(cluster, caller, family)
  const pod = podOf(cluster, namespace, backend)
  if (clients.length === 0) return [unseen(`the input does not have the pod at ${caller.text}`)]
  if (!pod && backend.target?.kind === 'Pod') return [unseen(`the input does not have pod/${backend.target.name}`)]
  const destination = destinationOf(cluster, namespace, backend, family)
  const unread = unreadOf(cluster, [...clients, destination])
  if (unread !== undefined) return [unseen(unread)]
  const set = policiesAsEnforced(cluster)
  if (![...clients, destination].some((party) => isSubject(set, party))) return []
  const port = endPortOf(pod, backend.port, protocol)
  return clients.map((client) => {
    const seen = sourceSeen(cluster, client, caller.client.kind, backend.source, family)
    const {node} = backend.source
    const isRewrittenBefore =
      isKubeProxy &&
      backend.source.kind === 'node' &&
      node !== null &&
      node !== '' &&
      backend.nodeName !== null &&
      backend.nodeName !== node
    const verdict = judgeArrival(set, {client, seen, isRewrittenBefore, destination, port, called})
    return {verdict, mend: mendFor(verdict, client, seen, destination, port)}
  })
}

function destinationOf(cluster: Cluster, namespace: string, backend: BackendData, family: AddressFamily | undefined): Party {
  const {address} = backend
  const pod = podOf(cluster, namespace, backend)
  if (pod) {
    const party = partyOfPod(cluster, pod, family)
    return party.kind === 'pod' && address !== null ? {...party, addresses: [address]} : party
  }
  const node = address === null ? undefined : nodeAt(cluster, address)
  return node === undefined ? {kind: 'outside', address} : partyOfNode(cluster, node, family)
}

/** What kept the policies of a pod's namespace from being read. */
function unreadOf({coverage}: Cluster, parties: readonly Party[]): string | undefined {
  for (const party of parties) {
    const unread = party.kind === 'pod' ? findUnread(coverage, 'NetworkPolicy', {namespace: party.group.namespace}) : undefined
    if (unread) return describeUnread(unread)
  }
  return undefined
}

/** The side that forbids it says what would mend it. */
function mendFor({egress, ingress}: PolicyVerdict, client: Party, seen: Party, destination: Party, port: EndPort): string | null {
  if (egress.allowed === false) return mendOf(egress, 'egress', destination, port, namespaceOf(client))
  return ingress.allowed === false ? mendOf(ingress, 'ingress', seen, port, namespaceOf(destination)) : null
}

function namespaceOf(party: Party): string {
  return party.kind === 'pod' ? party.group.namespace : ''
}

function unseen(message: string): Heard {
  const side: SideVerdict = {
    allowed: null,
    because: {kind: 'open', doubt: {kind: 'unread', message}, policy: undefined, rule: undefined, object: undefined},
  }
  return {verdict: {allowed: null, egress: side, ingress: side}, mend: null}
}

/** Of several who may be the client the one that fares worst is told, and how many fare well. */
function join(heard: readonly Heard[], places: Places): BackendPolicyData {
  const rank = ({verdict}: Heard) => [false, null, true].indexOf(verdict.allowed)
  const worst = heard.toSorted((a, b) => rank(a) - rank(b))[0] ?? unseen('nobody connects')
  const passing = heard.filter(({verdict}) => verdict.allowed === true).length
  return {...toPolicyData(worst.verdict, places), clients: {passing, all: heard.length}, mend: worst.mend}
}
