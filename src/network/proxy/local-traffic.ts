import type {AddressFamily} from '../../cluster/address.ts'
import {type AddressRange, parseRange} from './address-range.ts'
import type {ProxyNode} from './proxy-node.ts'

/** How kube-proxy is told to tell traffic of pods from other traffic: detectLocalMode with what belongs to it. */
export type LocalDetection =
  | {readonly kind: 'ClusterCIDR'; readonly ranges: readonly string[]}
  | {readonly kind: 'NodeCIDR'}
  | {readonly kind: 'BridgeInterface'; readonly name: string}
  | {readonly kind: 'InterfaceNamePrefix'; readonly prefix: string}

/** What tells a packet of a pod in one family. */
export type LocalTraffic =
  /** Nothing does: no traffic counts as a pod's, and none to cluster IPs is masqueraded for coming from elsewhere. */
  | {readonly kind: 'unknown'}
  | {readonly kind: 'source'; readonly range: AddressRange}
  | {readonly kind: 'interface'; readonly name: string; readonly isPrefix: boolean}

/** The first range of the family counts (getLocalDetectors, util.LocalTrafficDetector). */
export function findLocalTraffic(detection: LocalDetection, family: AddressFamily, node: ProxyNode): LocalTraffic {
  switch (detection.kind) {
    case 'ClusterCIDR':
      return firstOf(detection.ranges, family)
    case 'NodeCIDR':
      return firstOf(node.podRanges, family)
    case 'BridgeInterface':
      return {kind: 'interface', name: detection.name, isPrefix: false}
    case 'InterfaceNamePrefix':
      return {kind: 'interface', name: detection.prefix, isPrefix: true}
  }
}

function firstOf(ranges: readonly string[], family: AddressFamily): LocalTraffic {
  const range = ranges.map((text) => parseRange(text.trim())).find((parsed) => parsed?.family === family)
  return range ? {kind: 'source', range} : {kind: 'unknown'}
}
