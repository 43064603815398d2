import {type AddressFamily, parseAddress} from './address.ts'
import {
  type EndpointSlice,
  MANAGED_BY_LABEL,
  MIRRORING_CONTROLLER,
  readSlicePort,
  readTarget,
  SERVICE_NAME_LABEL,
  type SliceEndpoint,
  type SlicePort,
} from './endpoint-slice.ts'
import {fieldsOf, itemsOf, labelsOf, textOf} from './fields.ts'
import type {Identity} from './identity.ts'
import type {Origin, WireObject} from './object.ts'

/** More addresses of one subset are left out (`--mirroring-max-endpoints-per-subset`). */
const MAX_ADDRESSES_PER_SUBSET = 1000

/**
 * The slices that the mirroring controller makes of an Endpoints object, one per IP family and set of ports; whether there is a Service without
 * selector for them is for others to know. None where it is told not to (`endpointslice.kubernetes.io/skip-mirror`) or the object is a
 * leader-election lock (pkg/controller/endpointslicemirroring shouldMirror, reconcile).
 */
export function mirrorEndpoints(identity: Identity, object: WireObject, origin: Origin | undefined): readonly EndpointSlice[] {
  const metadata = fieldsOf(object['metadata'])
  const labels = labelsOf(metadata['labels'])
  if (labels['endpointslice.kubernetes.io/skip-mirror'] === 'true') return []
  if ('control-plane.alpha.kubernetes.io/leader' in labelsOf(metadata['annotations'])) return []
  return mirrorSubsets(itemsOf(object['subsets'])).map(({family, ports, endpoints}) => ({
    ...identity,
    labels: {...labels, [SERVICE_NAME_LABEL]: identity.name, [MANAGED_BY_LABEL]: MIRRORING_CONTROLLER},
    serviceName: identity.name,
    ownerUid: undefined,
    managedBy: MIRRORING_CONTROLLER,
    mirrored: true,
    addressType: family,
    ports,
    endpoints: [...endpoints.values()],
    origin,
  }))
}

interface Mirror {
  readonly family: AddressFamily
  readonly ports: readonly SlicePort[]
  /** By all that the controller tells endpoints apart by; the last of equal ones stays. */
  readonly endpoints: Map<string, SliceEndpoint>
}

function mirrorSubsets(subsets: readonly unknown[]): readonly Mirror[] {
  const mirrors = new Map<string, Mirror>()
  for (const {ports, addresses} of repack(subsets)) {
    for (const {family, endpoint} of addresses.flatMap(toEndpoint).slice(0, MAX_ADDRESSES_PER_SUBSET)) {
      const key = `${family} ${ports.map(keyOfPort).sort().join()}`
      const mirror = mirrors.get(key) ?? {family, ports, endpoints: new Map()}
      mirrors.set(key, mirror)
      mirror.endpoints.set(JSON.stringify([endpoint.addresses, endpoint.hostname, endpoint.target]), endpoint)
    }
  }
  return [...mirrors.values()]
}

/** An address of an Endpoints object, once however often it is listed. */
interface ListedAddress {
  readonly ip: string
  readonly uid: string
  readonly fields: Readonly<Record<string, unknown>>
}

interface ReadyAddress {
  readonly address: ListedAddress
  readonly ready: boolean
}

interface Subset {
  readonly ports: readonly SlicePort[]
  /** The ready ones first, each part by IP: the order in which they are counted against the limit. */
  readonly addresses: readonly ReadyAddress[]
}

/** Who offers a port, and whether ready; without port those who are listed without any. */
interface Offer {
  readonly port: SlicePort | undefined
  readonly addresses: Map<ListedAddress, boolean>
}

/**
 * Addresses that offer the same ports come together, whatever subsets they were written in (pkg/api/v1/endpoints RepackSubsets). Those that offer
 * some are not listed without ports again.
 */
function repack(subsets: readonly unknown[]): readonly Subset[] {
  const byAddresses = new Map<string, {readonly ports: SlicePort[]; readonly addresses: readonly ReadyAddress[]}>()
  for (const {port, addresses} of offersIn(subsets)) {
    const sorted = [...addresses].map(([address, ready]) => ({address, ready})).sort(inOrder)
    const key = sorted.map(({address, ready}) => `${address.ip} ${address.uid} ${ready}`).join('\n')
    const together = byAddresses.get(key) ?? {ports: [], addresses: sorted}
    byAddresses.set(key, together)
    if (port) together.ports.push(port)
  }
  return [...byAddresses.values()]
}

/**
 * Every port with its addresses. An address is known by its IP and its target's uid, and what its first mention says of it counts; for one port,
 * not ready outweighs ready.
 */
function offersIn(subsets: readonly unknown[]): readonly Offer[] {
  const known = new Map<string, ListedAddress>()
  const offers = new Map<string, Offer>()
  for (const subset of subsets.map(fieldsOf)) {
    const ports = itemsOf(subset['ports']).map(readSlicePort)
    const listed = [...readAddresses(subset['addresses'], true, known), ...readAddresses(subset['notReadyAddresses'], false, known)]
    for (const port of ports.length > 0 ? ports : [undefined]) {
      // The controller compares an appProtocol by where it stands in memory: such a port is another one in every subset.
      const key = !port ? '' : port.appProtocol === null ? keyOfPort(port) : `${keyOfPort(port)} ${offers.size}`
      const offer = offers.get(key) ?? {port, addresses: new Map()}
      offers.set(key, offer)
      for (const {address, ready} of listed) offer.addresses.set(address, ready && offer.addresses.get(address) !== false)
    }
  }
  return [...offers.values()]
}

function readAddresses(list: unknown, ready: boolean, known: Map<string, ListedAddress>): readonly ReadyAddress[] {
  return itemsOf(list).map((value) => {
    const fields = fieldsOf(value)
    const ip = textOf(fields['ip']) ?? ''
    const uid = textOf(fieldsOf(fields['targetRef'])['uid']) ?? ''
    const key = `${ip} ${uid}`
    const address = known.get(key) ?? {ip, uid, fields}
    known.set(key, address)
    return {address, ready}
  })
}

function inOrder(a: ReadyAddress, b: ReadyAddress): number {
  if (a.ready !== b.ready) return a.ready ? -1 : 1
  return compare(a.address.ip, b.address.ip) || compare(a.address.uid, b.address.uid)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function keyOfPort(port: SlicePort): string {
  return JSON.stringify([port.name, port.port, port.protocol, port.appProtocol])
}

/**
 * No conditions but `ready`, so that it counts as serving, and no zone: the mirror does not look at nodes. Nothing for what is no IP address
 * (addressToEndpoint).
 */
function toEndpoint({address, ready}: ReadyAddress): readonly {readonly family: AddressFamily; readonly endpoint: SliceEndpoint}[] {
  const ip = parseAddress(address.ip)
  if (!ip) return []
  const endpoint: SliceEndpoint = {
    addresses: [ip.text],
    ready,
    serving: true,
    terminating: false,
    target: readTarget(address.fields['targetRef']),
    hostname: textOf(address.fields['hostname']) ?? null,
    hints: null,
    nodeName: textOf(address.fields['nodeName']) ?? null,
    zone: null,
  }
  return [{family: ip.family, endpoint}]
}
