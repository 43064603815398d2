import type {EndpointHints} from '../../cluster/endpoint-slice.ts'
import type {ObjectReference} from '../../cluster/object.ts'
import {does, type KubeProxyVersion} from './kube-proxy-version.ts'
import type {ListedEndpoint} from './listed-endpoints.ts'

/** An endpoint of a Service port as the kube-proxy of one node takes it; `listed` is what there is to know of it. */
export interface ProxyEndpoint {
  /** Null for a pod that nobody has seen running. */
  readonly address: string | null
  readonly port: number
  /** `10.244.0.2:80`, `[fd00::2]:80`, or `<web-0>:80` where the address is not known; the endpoints of a port are told apart by it. */
  readonly text: string
  readonly isLocal: boolean
  readonly isReady: boolean
  readonly isServing: boolean
  readonly isTerminating: boolean
  readonly hints: EndpointHints
  /** Several slices list the address, each otherwise, and kube-proxy takes any of them. */
  readonly isAmbiguous: boolean
  readonly target: ObjectReference | null
  readonly listed: ListedEndpoint
}

/** By portKey; the endpoints of a port are sorted by their text, as kube-proxy writes them. */
export type EndpointsByPort = ReadonlyMap<string, readonly ProxyEndpoint[]>

const NO_HINTS: EndpointHints = {forZones: [], forNodes: []}

/** Ports of Services and slices belong together by name and protocol. */
export function portKey(name: string | null, protocol: string): string {
  return `${name ?? ''}/${protocol}`
}

/**
 * Looks at endpoints from a node (EndpointSliceCache). An address that is listed twice is one endpoint. Within a slice the last one counts that
 * outweighs the others, else the first; the slices come in any order.
 */
export function seeEndpoints(listed: readonly ListedEndpoint[], nodeName: string, version: KubeProxyVersion): EndpointsByPort {
  const byPort = new Map<string, Map<string, ProxyEndpoint[]>>()
  for (const one of listed) {
    const key = portKey(one.portName, one.protocol)
    const endpoints = byPort.get(key) ?? new Map<string, ProxyEndpoint[]>()
    byPort.set(key, endpoints)
    const endpoint = seeEndpoint(one, nodeName)
    const same = endpoints.get(endpoint.text)
    if (same) same.push(endpoint)
    else endpoints.set(endpoint.text, [endpoint])
  }
  return new Map(
    [...byPort].map(([key, endpoints]) => [key, [...endpoints.values()].flatMap((same) => settle(same, version)).sort(byText)]),
  )
}

/** Of endpoints at one address, the one that counts: one that does not terminate, or before 1.36 one on this node. */
function settle(same: readonly ProxyEndpoint[], version: KubeProxyVersion): readonly ProxyEndpoint[] {
  if (same.length === 1) return same
  const outweighs = ({isTerminating, isLocal}: ProxyEndpoint) => (does(version, 'running-before-terminating') ? !isTerminating : isLocal)
  const heavy = same.filter(outweighs)
  const counting = heavy.at(-1) ?? same[0]
  if (!counting) return []
  const rivals = (heavy.length > 0 ? heavy : same).filter(({listed}) => listed.slice !== counting.listed.slice)
  return [{...counting, isAmbiguous: rivals.some((rival) => signature(rival) !== signature(counting))}]
}

/** All that a node goes by. */
function signature({isLocal, isReady, isServing, isTerminating, hints}: ProxyEndpoint): string {
  return JSON.stringify([isLocal, isReady, isServing, isTerminating, hints])
}

function byText(a: ProxyEndpoint, b: ProxyEndpoint): number {
  return a.text < b.text ? -1 : 1
}

/** What is not known counts as it would in a healthy cluster. */
function seeEndpoint(listed: ListedEndpoint, nodeName: string): ProxyEndpoint {
  const {address, port, target} = listed
  const host = address ?? `<${target?.name ?? 'unknown'}>`
  return {
    address,
    port,
    text: host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`,
    isLocal: listed.nodeName === nodeName,
    isReady: listed.ready ?? true,
    isServing: listed.serving ?? true,
    isTerminating: listed.terminating ?? false,
    hints: listed.hints ?? NO_HINTS,
    isAmbiguous: false,
    target,
    listed,
  }
}
