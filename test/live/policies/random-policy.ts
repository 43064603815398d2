import type {AddressFamily} from '../../../src/cluster/address.ts'
import type {Random} from '../scenario/random-numbers.ts'
import {type DrawnBlock, drawBlock} from './address-plan.ts'
import {type DrawnSelector, drawSelector, NAMESPACE_LABELS, POD_LABELS} from './random-selector.ts'

export const PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const
export const PORTS = [53, 80, 443, 8080, 8081, 65_535] as const
export const PORT_NAMES = ['http', 'dns', 'admin'] as const

export interface DrawnPeer {
  readonly podSelector?: DrawnSelector | undefined
  readonly namespaceSelector?: DrawnSelector | undefined
  readonly ipBlock?: DrawnBlock | undefined
}

export interface DrawnPort {
  readonly protocol?: string | undefined
  readonly port?: number | string | undefined
  readonly endPort?: number | undefined
}

export interface DrawnRule {
  readonly from?: readonly DrawnPeer[] | null | undefined
  readonly to?: readonly DrawnPeer[] | null | undefined
  readonly ports?: readonly DrawnPort[] | null | undefined
}

/** A NetworkPolicy; what is undefined is not written in its wire JSON. */
export interface DrawnPolicy {
  readonly apiVersion: 'networking.k8s.io/v1'
  readonly kind: 'NetworkPolicy'
  readonly metadata: {readonly name: string; readonly namespace: string}
  readonly spec: {
    readonly podSelector?: DrawnSelector | undefined
    readonly policyTypes?: readonly string[] | null | undefined
    readonly ingress?: readonly DrawnRule[] | null | undefined
    readonly egress?: readonly DrawnRule[] | null | undefined
  }
}

export function drawPolicy(random: Random, name: string, namespace: string, families: readonly AddressFamily[]): DrawnPolicy {
  const rules = (key: 'from' | 'to') => drawList(random, 2, () => drawRule(random, key, families))
  const stated: DrawnPolicy['spec'] = {
    podSelector: random.chance(0.9) ? drawSelector(random, POD_LABELS) : undefined,
    policyTypes: random.pick([
      ...[undefined, undefined, undefined, [], null],
      ...[['Ingress'], ['Egress'], ['Ingress', 'Egress'], ['Ingress', 'Egress'], ['Egress', 'Egress']],
    ]),
    ingress: rules('from'),
    egress: rules('to'),
  }
  return {apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: {name, namespace}, spec: stated}
}

/** Absent, null, empty, or some: that they may mean different things is what is tested. */
function drawList<T>(random: Random, most: number, draw: () => T): readonly T[] | null | undefined {
  switch (random.weighted({absent: 3, null: 1, empty: 1, stated: 7})) {
    case 'absent':
      return undefined
    case 'null':
      return null
    case 'empty':
      return []
    case 'stated':
      return Array.from({length: 1 + random.below(most)}, draw)
  }
}

function drawRule(random: Random, key: 'from' | 'to', families: readonly AddressFamily[]): DrawnRule {
  // A rule that says nothing lets everybody in: others would never be asked.
  if (random.chance(0.03)) return {}
  const peers = drawList(random, 2, () => drawPeer(random, families))
  const ports = random.chance(0.3) ? undefined : drawList(random, 2, () => drawPort(random))
  const isOpen = !peers?.length && !ports?.length
  return {[key]: isOpen ? [drawPeer(random, families)] : peers, ports}
}

function drawPeer(random: Random, families: readonly AddressFamily[]): DrawnPeer {
  switch (random.weighted({pods: 4, namespaces: 3, both: 3, block: 4})) {
    case 'pods':
      return {podSelector: drawSelector(random, POD_LABELS)}
    case 'namespaces':
      return {namespaceSelector: drawNamespaces(random)}
    case 'both':
      return {podSelector: drawSelector(random, POD_LABELS), namespaceSelector: drawNamespaces(random)}
    case 'block':
      return {ipBlock: drawBlock(random, random.pick(families))}
  }
}

/** Most often by a label of somebody's own, now and then by the one that every namespace has. */
function drawNamespaces(random: Random): DrawnSelector {
  if (random.chance(0.75)) return drawSelector(random, NAMESPACE_LABELS)
  return drawSelector(random, {'kubernetes.io/metadata.name': NAMESPACES})
}

export const NAMESPACES = ['shop', 'infra', 'lab', 'bare'] as const

function drawPort(random: Random): DrawnPort {
  const protocol = random.pick([undefined, undefined, ...PROTOCOLS])
  const number = random.pick(PORTS)
  switch (random.weighted({all: 1, number: 4, name: 6, range: 3})) {
    case 'all':
      return {protocol}
    case 'number':
      return {protocol, port: number}
    case 'name':
      return {protocol, port: random.pick(PORT_NAMES)}
    case 'range':
      return {protocol, port: number, endPort: random.pick(PORTS.filter((other) => other >= number))}
  }
}
