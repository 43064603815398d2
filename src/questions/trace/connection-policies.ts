import {familyOf} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import {judgeArrival} from '../../network/policy/arrival.ts'
import type {PolicyVerdict} from '../../network/policy/judgement.ts'
import type {CalledAddress, EndPort, Party} from '../../network/policy/party.ts'
import type {PolicySet} from '../../network/policy/policy-set.ts'
import {mayBeForAny} from '../../network/policy/subject.ts'
import type {Places} from '../places.ts'
import {podOf} from '../pod-of-endpoint.ts'
import {toPolicyData} from '../policy-data.ts'
import {policiesAsEnforced} from '../policy-dataplane.ts'
import {endPortAt, findPolicyDestination} from '../policy-destination.ts'
import {describeUnreadPolicy, unreadSide} from '../unread-policies.ts'
import type {Caller} from './caller.ts'
import {clientParties} from './client-parties.ts'
import {mendOf} from './policy-mend.ts'
import {sourceSeen} from './source-seen.ts'
import type {BackendData, BackendPolicyData} from './trace-data.ts'

/** A connection as far as policies want to know of it. */
export interface PolicedConnection {
  readonly caller: Caller
  /** The namespace of the Service; '' for none. */
  readonly namespace: string
  readonly namespaceStated: boolean
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

/** Whether there is a policy for somebody, or may be. */
function hasPolicy({admin, baseline, forPodsOf, foreignFor, namespaceLabels}: PolicySet, party: Party): boolean {
  if (foreignFor(party).length > 0) return true
  if (party.kind !== 'pod') return false
  const {group} = party
  const policies = [...admin, ...forPodsOf(group), ...baseline]
  return policies.some((policy) => mayBeForAny(policy, [group], namespaceLabels))
}

/** What policies say of each who may be the client; nothing where they are for neither end. */
function judgeBackend(cluster: Cluster, connection: PolicedConnection, backend: BackendData): readonly Heard[] {
  const {caller, namespace, protocol, called, isKubeProxy} = connection
  const own = podOf(cluster, namespace, backend)
  const end = findPolicyDestination(cluster, own, backend, connection)
  const destination = atAddress(end.party, backend.address)
  const family = backend.address === null ? undefined : familyOf(backend.address)
  const clients = clientParties(cluster, caller, family)
  if (clients.length === 0) return [unseen(`the input does not have the pod at ${caller.text}`)]
  const unread = describeUnreadPolicy(cluster, [...clients, destination])
  if (unread !== undefined) return [unseen(unread)]
  const set = policiesAsEnforced(cluster)
  if (![...clients, destination].some((one) => hasPolicy(set, one))) return []
  if (end.mayBeNode) return [unseen(`the input has neither pod/${backend.target?.name} nor nodes`)]
  const port = endPortAt(end, backend.port, protocol)
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
    if (end.rangeOf !== undefined && verdict.allowed === null)
      return unseen(`no pod of the input has ${backend.address}, which is of the pods of ${end.rangeOf}`)
    return {verdict, mend: mendFor(verdict, client, seen, destination, port)}
  })
}

/** Of the addresses of a pod the one that is called. */
function atAddress(party: Party, address: string | null): Party {
  return party.kind === 'pod' && address !== null ? {...party, addresses: [address]} : party
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
  const side = unreadSide(message)
  return {verdict: {allowed: null, egress: side, ingress: side}, mend: null}
}

/** Of several who may be the client the one that fares worst is told, and how many fare well. */
function join(heard: readonly Heard[], places: Places): BackendPolicyData {
  const rank = ({verdict}: Heard) => [false, null, true].indexOf(verdict.allowed)
  const worst = heard.toSorted((a, b) => rank(a) - rank(b))[0] ?? unseen('nobody connects')
  const passing = heard.filter(({verdict}) => verdict.allowed === true).length
  return {...toPolicyData(worst.verdict, places), clients: {passing, all: heard.length}, mend: worst.mend}
}
