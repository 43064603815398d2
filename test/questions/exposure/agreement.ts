import type {AddressFamily} from '../../../src/cluster/address.ts'
import type {Cluster} from '../../../src/cluster/cluster.ts'
import type {EntryData, ExposedServiceData} from '../../../src/questions/exposure/exposure-data.ts'
import {ask} from '../trace/asking.ts'
import {isInSource} from './address-text.ts'
import {isDoubtful, isEmpty} from './doubtful-entry.ts'
import {passesBehind, type Target, targetsOf, targetsOfService} from './entry-target.ts'

/** Who connects from outside, by family: from the internet, and from private networks beside the cluster. */
const PUBLIC = {IPv4: ['8.8.8.8', '203.0.113.7', '203.0.113.200'], IPv6: ['2001:4860:4860::8888', '2001:db8:1::7']} as const
const PRIVATE = {IPv4: ['10.1.1.1', '10.99.0.1', '172.20.1.1'], IPv6: ['fd00:10:7::7', 'fd00:77::7']} as const

/** How often each outcome was compared, so that none is compared with nothing. */
export type Tally = Map<string, number>

/** A Service with one of its entries, as exposure has them. */
export interface Compared {
  readonly cluster: Cluster
  readonly exposed: Pick<ExposedServiceData, 'namespace' | 'name' | 'entries'>
  readonly entry: EntryData
  readonly tally: Tally
}

/** Holds a way in from outside against the traces of those who are within its reach, and of those who are not. */
export function compareOutside(compared: Compared): void {
  const {cluster, exposed, entry, tally} = compared
  const targets = targetsOf(cluster, exposed, entry)
  for (const client of clientsFor(targets)) {
    const isDelivered = passesTo(cluster, client, targets) && (!isRouted(entry) || passesBehind(cluster, exposed, entry.via))
    const isToldIn = letsIn(entry, client)
    count(tally, `${entry.via} ${isToldIn ? 'in' : 'out'} ${isDelivered ? 'delivered' : 'kept out'}`)
    // What cannot be told may be either way, but no farther than it says.
    const isBeyond = entry.reach === 'unknown' && isDelivered && !letsIn({...entry, reach: entry.perhaps ?? 'unknown', sources: []}, client)
    if (isBeyond) disagree(compared, {client, perhaps: entry.perhaps})
    if (entry.reach === 'unknown' || isDelivered === isToldIn) continue
    const isExcused = !isDelivered && (isDoubtful(entry) || isEmpty(exposed))
    if (!isExcused) disagree(compared, {client, words: targets.map(({word}) => word)})
  }
}

/** Holds all entries of a Service together against every way to it that its objects declare: none may be missing. */
export function compareWhole(cluster: Cluster, exposed: Compared['exposed'], tally: Tally): void {
  const ways = [
    {isOpen: () => true, targets: targetsOfService(cluster, exposed)},
    ...(['Ingress', 'Gateway'] as const).flatMap((via) => {
      const front = exposed.entries.find((entry) => entry.via === via)?.through.find(({kind}) => kind === 'Service')
      const door = front && {name: front.name, namespace: front.namespace ?? ''}
      return door ? [{isOpen: () => passesBehind(cluster, exposed, via), targets: targetsOfService(cluster, door)}] : []
    }),
  ]
  for (const {isOpen, targets} of ways) {
    for (const client of clientsFor(targets)) {
      if (exposed.entries.some((entry) => entry.reach === 'unknown' || (isFromOutside(entry) && letsIn(entry, client)))) continue
      const isDelivered = passesTo(cluster, client, targets) && isOpen()
      count(tally, `nobody lets in ${isDelivered ? 'delivered' : 'kept out'}`)
      if (isDelivered) throw new Error(JSON.stringify({client, targets, exposed}))
    }
  }
}

interface OutsideClient {
  readonly from: string
  readonly family: AddressFamily
  readonly isNear: boolean
}

function clientsFor(targets: readonly Target[]): readonly OutsideClient[] {
  const families = (['IPv4', 'IPv6'] as const).filter((family) => targets.some((target) => target.family === family))
  return families.flatMap((family) => [
    ...PUBLIC[family].map((from) => ({from, family, isNear: false})),
    ...PRIVATE[family].map((from) => ({from, family, isNear: true})),
  ])
}

function passesTo(cluster: Cluster, {from, family, isNear}: OutsideClient, targets: readonly Target[]): boolean {
  return targets.some(({word, address, namespace, family: own, isNode}) => {
    // Whoever is near a node comes by its own address, and rules are the same for the other.
    if (isNear && isNode && address !== null && !isPrivate(address)) return false
    // No network leads from the internet to a private address; that much of the way is not the cluster's.
    if (own !== family || (!isNear && address !== null && isPrivate(address))) return false
    return passes(ask(cluster, word, {from, namespace, family: address === null ? family : undefined}).data.verdict)
  })
}

/** Whether an entry says that this client comes in. */
function letsIn({reach, sources}: EntryData, {from, isNear}: OutsideClient): boolean {
  if (reach === 'none' || (reach === 'network' && !isNear)) return false
  return sources.length === 0 || sources.some((source) => isInSource(source, from))
}

export function isFromOutside({via}: EntryData): boolean {
  return via !== 'ClusterIP' && via !== 'Headless'
}

function isRouted(entry: EntryData): entry is EntryData & {readonly via: 'Ingress' | 'Gateway'} {
  return entry.via === 'Ingress' || entry.via === 'Gateway'
}

export function passes(verdict: string): boolean {
  return verdict === 'delivered' || verdict === 'partial'
}

function isPrivate(address: string): boolean {
  return ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fd00::/8'].some((range) => isInSource(range, address))
}

/** Throws, with all that somebody needs to see who is right. */
export function disagree({cluster, exposed: {namespace, name}, entry}: Compared, more: object): never {
  const {via, address, port, reach, sources, narrowedBy, remarks, through} = entry
  const path = through.map((one) => `${one.kind} ${one.namespace}/${one.name}`)
  const policies = cluster.others.filter(({kind}) => kind.endsWith('Policy')).map(({object}) => object)
  const service = cluster.services.find((one) => one.name === name && one.namespace === namespace)?.object
  const behind = cluster.pods
    .inNamespace(namespace)
    .map(({target, nodeName, addresses, ready}) => [target.name, nodeName, addresses, ready])
  const parts = [{via, address, port, reach, sources, narrowedBy, remarks, path}, more, service, behind, ...policies]
  throw new Error(parts.map((one) => JSON.stringify(one)).join('\n'))
}

export function count(tally: Tally, key: string): void {
  tally.set(key, (tally.get(key) ?? 0) + 1)
}
