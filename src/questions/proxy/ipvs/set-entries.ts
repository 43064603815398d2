import type {IpvsDifference} from '../../../network/proxy/ipvs/difference.ts'
import {IP_SET_KINDS, type IpSetKind, ipSetName} from '../../../network/proxy/ipvs/ip-set.ts'
import type {RoutedPort} from '../../../network/proxy/proxy-model.ts'
import {type About, nameOfPort, type Observation} from '../observation.ts'
import {entryText, viaOf} from '../port-index.ts'
import type {IpvsContext} from './context.ts'

export const SET = 'set '

/** What an entry of an IP set is about; a part that entries of its set do not name is empty. */
export interface SetEntry {
  readonly kind: IpSetKind
  readonly address: string
  readonly number: string
  /** `TCP` */
  readonly protocol: string
  /** The third part: a source, or once more the address. */
  readonly source: string
}

/** Reads an entry as ipset prints it: `10.0.0.1,tcp:80`, `10.0.0.1,tcp:80,10.0.0.0/8`, `30080`; undefined where the set as a whole is meant, or none of kube-proxy's. */
export function readSetEntry({family, kind: difference, where, what}: IpvsDifference): SetEntry | undefined {
  const kind = IP_SET_KINDS.find((one) => ipSetName(one, family) === where.slice(SET.length))
  if (kind === undefined || what === '' || difference === 'altered') return undefined
  const isPort = /^\d+$/.test(what)
  const [address = '', service = '', source = ''] = isPort ? [] : what.split(',')
  const [protocol = '', number = ''] = isPort ? [kind.endsWith('UDP') ? 'UDP' : 'TCP', what] : service.toUpperCase().split(':')
  return {kind, address, number, protocol, source}
}

/** The Service port that an entry is about. */
export function portOfEntry({kind, address, number, protocol}: SetEntry, {index}: IpvsContext): RoutedPort | undefined {
  if (kind === 'IPVS-IPS') return index.byClusterIP(address) ?? index.byAddress(address)
  if (kind === 'LOOP-BACK') return index.byEndpoint(entryText(address, number, protocol).replace(/\/\w+$/, ''), protocol)
  // Of whatever protocol its ports are.
  if (kind === 'HEALTH-CHECK-NODE-PORT') return ['TCP', 'UDP', 'SCTP'].flatMap((one) => index.byEntry(undefined, number, one) ?? [])[0]
  return index.byEntry(isNodePort(kind) ? undefined : address, number, protocol)
}

export function isNodePort(kind: IpSetKind): boolean {
  return kind.startsWith('NODE-PORT')
}

/** An entry that is missing or extra, in terms of the Service port that it is about. */
export function observeSetEntry(
  difference: IpvsDifference,
  entry: SetEntry,
  port: RoutedPort | undefined,
  context: IpvsContext,
): Observation {
  const {family, where, what} = difference
  const isExtra = difference.kind === 'extra'
  return {
    family,
    where,
    port: port ? nameOfPort(port) : null,
    ...(isExtra ? meaningOfExtra(entry, what) : meaningOfMissing(entry, what, port, context)),
    expected: isExtra ? null : what,
    actual: isExtra ? what : null,
  }
}

type Meaning = Pick<Observation, 'about' | 'side'>

/** What an entry does to connections (writeIptablesRules). What stands in the sets of Local policies keeps its source: it is an exception. */
function meaningOfExtra(entry: SetEntry, what: string): Meaning {
  const {kind, address} = entry
  if (kind === 'CLUSTER-IP') return {about: {kind: 'cluster-ip', at: address}, side: 'stale'}
  return {about: aboutEntry(entry, what), side: isException(kind) ? 'missing' : 'stale'}
}

function meaningOfMissing(entry: SetEntry, what: string, port: RoutedPort | undefined, context: IpvsContext): Meaning {
  const {kind, address, number, protocol} = entry
  const at = entryText(isNodePort(kind) ? undefined : address, number, protocol)
  if (ADMITTED.includes(kind) && isRefused(address, what, context)) {
    return {about: {kind: 'admission', at, via: viaOf(port, address)}, side: 'missing'}
  }
  if (kind === 'CLUSTER-IP') return {about: {kind: 'masquerade'}, side: 'missing'}
  const isMasquerading = aboutEntry(entry, what).kind === 'external-masquerade'
  // The exception is looked up first; without either there is nothing that masquerades.
  const isUnnoticed = isException(kind) ? !context.isIn(masqueradingKind(kind), what) : port?.externalPolicy === 'Local'
  if (isMasquerading && isUnnoticed) {
    return {about: {kind: 'unnoticed', at, set: ipSetName(kind, context.family)}, side: 'missing'}
  }
  return {about: aboutEntry(entry, what), side: isException(kind) ? 'stale' : 'missing'}
}

/** Those whose entries KUBE-IPVS-FILTER lets through, before it refuses whatever else comes to a bound address. */
const ADMITTED: readonly IpSetKind[] = ['CLUSTER-IP', 'LOAD-BALANCER', 'EXTERNAL-IP', 'EXTERNAL-IP-LOCAL']

function isRefused(address: string, entry: string, {isIn}: IpvsContext): boolean {
  return isIn('IPVS-IPS', address) && !ADMITTED.some((kind) => isIn(kind, entry))
}

function isException(kind: IpSetKind): boolean {
  return kind.includes('-LOCAL')
}

/** The set whose masquerading a set of Local policies is an exception to. */
function masqueradingKind(kind: IpSetKind): IpSetKind {
  return kind.replace('-LOCAL', '') as IpSetKind
}

function aboutEntry({kind, address, number, protocol, source}: SetEntry, what: string): About {
  const at = entryText(address, number, protocol)
  switch (kind) {
    case 'LOOP-BACK':
      return {kind: 'hairpin', endpoint: at.replace(/\/\w+$/, '')}
    case 'LOAD-BALANCER-FW':
      return {kind: 'firewall', at}
    case 'LOAD-BALANCER-SOURCE-CIDR':
      return {kind: 'source-range', range: source}
    case 'LOAD-BALANCER-SOURCE-IP':
      return {kind: 'node-access', at}
    case 'HEALTH-CHECK-NODE-PORT':
      return {kind: 'health-check', at: entryText(undefined, what, 'TCP')}
    case 'IPVS-IPS':
      return {kind: 'bound', at: address}
    default:
      return {kind: 'external-masquerade'}
  }
}
