import {fieldsOf, itemsOf, labelsOf, valueAt} from '../../../src/cluster/fields.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import type {Service} from '../../../src/cluster/service.ts'

/**
 * By address type and port set as text, endpoints as text with their hints as text: what does not depend on how they are spread over slices.
 * Hints that are left open are undefined.
 */
export type EndpointSets = ReadonlyMap<string, ReadonlyMap<string, string | undefined>>

/** An endpoint, with everything in which two can differ. Null is not stated. */
export interface ComparedEndpoint {
  readonly addresses: readonly string[]
  readonly ready: boolean | null
  readonly serving: boolean | null
  readonly terminating: boolean | null
  readonly nodeName: string | null
  readonly zone: string | null
  readonly hostname: string | null
  /** Kind, namespace and name. */
  readonly target: string | null
  /** Undefined where a prediction leaves them open. */
  readonly hints: {readonly forZones: readonly string[]; readonly forNodes: readonly string[]} | null | undefined
}

export interface ComparedPort {
  readonly name: string | null
  readonly port: number | null
  readonly protocol: string | null
  readonly appProtocol: string | null
}

export interface ComparedGroup {
  readonly addressType: string
  readonly ports: readonly ComparedPort[]
  readonly endpoints: readonly ComparedEndpoint[]
}

/** Groups without endpoints are placeholders, and left out. */
export function toSets(groups: readonly ComparedGroup[]): EndpointSets {
  const sets = new Map<string, Map<string, string | undefined>>()
  for (const {addressType, ports, endpoints} of groups) {
    if (endpoints.length === 0) continue
    const key = `${addressType} ${ports.map(describePort).sort().join(', ') || 'no ports'}`
    const set = sets.get(key) ?? new Map()
    sets.set(key, set)
    for (const endpoint of endpoints) set.set(describe(endpoint), describeHints(endpoint))
  }
  return sets
}

/** The slices that a controller wrote for a Service, read here and not by our own reader, which is tested with it. */
export function groupsOfSlices(slices: readonly WireObject[]): readonly ComparedGroup[] {
  return slices.map((slice) => ({
    addressType: String(slice['addressType']),
    ports: itemsOf(slice['ports']).map((port) => {
      const {name, port: number, protocol, appProtocol} = fieldsOf(port)
      return {name: text(name), port: typeof number === 'number' ? number : null, protocol: text(protocol), appProtocol: text(appProtocol)}
    }),
    endpoints: itemsOf(slice['endpoints']).map(readEndpoint),
  }))
}

/** By `namespace/name` of their Service. */
export function slicesByService(slices: readonly WireObject[]): ReadonlyMap<string, readonly WireObject[]> {
  const found = new Map<string, WireObject[]>()
  for (const slice of slices) {
    const metadata = fieldsOf(slice['metadata'])
    const key = `${metadata['namespace']}/${labelsOf(metadata['labels'])['kubernetes.io/service-name']}`
    found.set(key, [...(found.get(key) ?? []), slice])
  }
  return found
}

export function keyOf({namespace, name}: Pick<Service, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`
}

function readEndpoint(value: unknown): ComparedEndpoint {
  const endpoint = fieldsOf(value)
  const {ready, serving, terminating} = fieldsOf(endpoint['conditions'])
  const target = fieldsOf(endpoint['targetRef'])
  const names = (key: string) => itemsOf(valueAt(endpoint, 'hints', key)).map((hint) => String(fieldsOf(hint)['name']))
  return {
    addresses: itemsOf(endpoint['addresses']).map(String),
    // What is absent has a meaning: ready, serving, not terminating (discovery/v1 EndpointConditions).
    ready: ready !== false,
    serving: serving !== false,
    terminating: terminating === true,
    nodeName: text(endpoint['nodeName']),
    zone: text(endpoint['zone']),
    hostname: text(endpoint['hostname']),
    target: endpoint['targetRef'] ? `${target['kind']} ${target['namespace']}/${target['name']}` : null,
    hints: {forZones: names('forZones'), forNodes: names('forNodes')},
  }
}

/** Protobuf knows no difference between an empty and an absent text. */
function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function describePort({name, port, protocol, appProtocol}: ComparedPort): string {
  return `${name ? `${name} ` : ''}${port}/${protocol}${appProtocol ? ` ${appProtocol}` : ''}`
}

function describe(endpoint: ComparedEndpoint): string {
  const {addresses, ready, serving, terminating, nodeName, zone, hostname, target} = endpoint
  const said = {ready, serving, terminating, nodeName, zone, hostname, target}
  const facts = Object.entries(said).flatMap(([key, value]) => (value === null ? [] : `${key}=${value}`))
  return [addresses.toSorted().join('+'), ...facts].join(' ')
}

function describeHints({hints}: ComparedEndpoint): string | undefined {
  if (hints === undefined) return undefined
  const zones = hints?.forZones.map((zone) => `zone ${zone}`) ?? []
  const nodes = hints?.forNodes.map((node) => `node ${node}`) ?? []
  return [...zones, ...nodes].join(', ') || 'anybody'
}
