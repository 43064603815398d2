import type {Fields} from '../../../src/cluster/fields.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import {PROXY_MODES, readProxyConfiguration} from '../../../src/network/proxy/configuration.ts'
import type {KubeProxyVersion} from '../../../src/network/proxy/kube-proxy-version.ts'
import type {Arrival} from '../../../src/network/proxy/packet/arrival.ts'
import {type Interpretation, interpretPacket, type PacketOutcome} from '../../../src/network/proxy/packet/interpretation.ts'
import type {PacketMode} from '../../../src/network/proxy/packet/mode-behaviour.ts'
import type {PacketSource, PodAttachment} from '../../../src/network/proxy/packet/packet.ts'
import {type ProxyView, viewProxies} from '../../../src/network/proxy/packet/proxy-view.ts'
import {at, clusterOf} from './objects.ts'

/** node-a at 192.168.77.10 with the pods 10.244.0.0/24, and node-b at 192.168.77.11 with 10.244.1.0/24; both in IPv6 as well. */
const TWO_NODES: readonly WireObject[] = ['node-a', 'node-b'].map((name, index) => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: {name},
  spec: {podCIDRs: [`10.244.${index}.0/24`, `fd00:244:${index}::/64`]},
  status: {addresses: [`192.168.77.${10 + index}`, `fd77::${(10 + index).toString(16)}`].map((address) => ({type: 'InternalIP', address}))},
}))

export const HERE = at('10.244.0.2', {nodeName: 'node-a'})
export const THERE = at('10.244.1.2', {nodeName: 'node-b'})

/** Who knocks at node-a. */
export const FROM = {
  node: {kind: 'node'},
  pod: {kind: 'pod', isLocal: true, address: '10.244.0.9'},
  podOfB: {kind: 'pod', isLocal: false, address: '10.244.1.9'},
  nodeB: {kind: 'other', address: '192.168.77.11'},
  outside: {kind: 'other', address: '198.51.100.7'},
} as const satisfies Readonly<Record<string, PacketSource>>

export interface Settings {
  readonly mode?: PacketMode
  readonly version?: KubeProxyVersion
  readonly configuration?: Fields
  readonly attachment?: PodAttachment
}

export function viewOf(
  objects: readonly WireObject[],
  {mode = 'iptables', version, configuration, attachment = 'bridge'}: Settings = {},
): ProxyView {
  const known = PROXY_MODES.find((one) => one === mode) ?? 'iptables'
  const document = {mode: known, clusterCIDR: '10.244.0.0/16,fd00:244::/32', ...configuration}
  const read = readProxyConfiguration(document, version === undefined ? {} : {version})
  return viewProxies(clusterOf(...TWO_NODES, ...objects), read, {mode, attachment})
}

/** A packet that comes to node-a: from whom, and to `10.0.0.1:80`, `[fd00:10::1]:53/UDP`. */
export function interpret(
  objects: readonly WireObject[],
  from: keyof typeof FROM | PacketSource,
  to: string,
  settings: Settings = {},
): Interpretation {
  const [, bracketed, plain = '', port, protocol = 'TCP'] = /^(?:\[(.+)\]|([^[]+)):(\d+)(?:\/(\w+))?$/.exec(to) ?? []
  const source = typeof from === 'string' ? FROM[from] : from
  const view = viewOf(objects, settings)
  return interpretPacket(view.modelOf('node-a'), {source, destination: bracketed ?? plain, port: Number(port), protocol}, view)
}

/** The same in words: `10.244.0.2 sees 10.244.0.9`, `reject`, `drop no-local-endpoints`, `not ours`. */
export function fare(objects: readonly WireObject[], from: keyof typeof FROM | PacketSource, to: string, settings: Settings = {}): string {
  const interpretation = interpret(objects, from, to, settings)
  switch (interpretation.kind) {
    case 'service':
      return outcomeInWords(interpretation.outcome)
    case 'health-check':
      return `health check ${interpretation.check.status}`
    case 'unknown-port':
      return interpretation.isRefused ? 'no such port: refused' : 'no such port: left alone'
    case 'not-ours':
      return interpretation.isOwnAddress ? 'for the node itself' : 'not ours'
  }
}

function outcomeInWords(outcome: PacketOutcome): string {
  switch (outcome.kind) {
    case 'endpoints':
      return outcome.arrivals.map(arrivalInWords).join(', ')
    case 'reject':
      return 'reject'
    case 'drop':
    case 'pass':
    case 'unknown':
      return `${outcome.kind} ${outcome.why}`
  }
}

function arrivalInWords({endpoint, source, answer}: Arrival): string {
  const lost = {returns: '', 'bypasses-node': ', answers past the node', 'own-address': ', from itself', unknown: ', answer unknown'}[
    answer
  ]
  return `${endpoint.address ?? endpoint.text} sees ${source.address ?? 'somebody'}${lost}`
}
