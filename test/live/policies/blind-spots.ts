import type {Connection, DrawnCluster, End} from './random-cluster.ts'
import type {DrawnSelector} from './random-selector.ts'
import {portNamesAt} from './simulator.ts'

/**
 * Where cyclonus is known to be wrong, or has no notion of what is asked: such connections are left out, and test/network/policy/decided-by-the-text
 * covers them. Nothing here uses svcscope's own reading of policies.
 */
const BLIND_SPOTS = {
  'node or host network': (_, {source, destination}) => [source, destination].some((end) => end.kind === 'node' || isOnHostNetwork(end)),
  'a pod to itself': (_, {source, destination}) => source === destination,
  'several names for a port': (_, {destination, port, protocol}) => portNamesAt(destination, port, protocol).length > 1,
  'NotIn on an absent key': (cluster, connection) => isAnySelector(cluster, connection, hasNotInOnAbsentKey),
  'an empty value on an absent key': (cluster, connection) => isAnySelector(cluster, connection, hasEmptyValueOnAbsentKey),
} as const satisfies Readonly<Record<string, (cluster: DrawnCluster, connection: Connection) => boolean>>

export type BlindSpot = keyof typeof BLIND_SPOTS
export const BLIND_SPOT_NAMES = Object.keys(BLIND_SPOTS) as BlindSpot[]

export function blindSpotOf(cluster: DrawnCluster, connection: Connection): BlindSpot | undefined {
  return BLIND_SPOT_NAMES.find((name) => BLIND_SPOTS[name](cluster, connection))
}

type Labels = Readonly<Record<string, string>>

function isOnHostNetwork(end: End): boolean {
  return end.kind === 'pod' && end.hostNetwork
}

function hasNotInOnAbsentKey({matchExpressions}: DrawnSelector, labels: Labels): boolean {
  return (matchExpressions ?? []).some(({key, operator}) => operator === 'NotIn' && labels[key] === undefined)
}

function hasEmptyValueOnAbsentKey({matchLabels}: DrawnSelector, labels: Labels): boolean {
  return Object.entries(matchLabels ?? {}).some(([key, value]) => value === '' && labels[key] === undefined)
}

/** Whether it holds for any selector that a policy may ask of one of the two ends. */
function isAnySelector(
  {namespaces, policies}: DrawnCluster,
  {source, destination}: Connection,
  holds: (selector: DrawnSelector, labels: Labels) => boolean,
): boolean {
  return [
    {subject: destination, other: source, section: 'ingress', key: 'from'} as const,
    {subject: source, other: destination, section: 'egress', key: 'to'} as const,
  ].some(({subject, other, section, key}) => {
    if (subject.kind !== 'pod') return false
    const own = policies.filter(({metadata}) => metadata.namespace === subject.namespace)
    if (own.some(({spec}) => spec.podSelector && holds(spec.podSelector, subject.labels))) return true
    if (other.kind !== 'pod') return false
    const peers = own.flatMap(({spec}) => (spec[section] ?? []).flatMap((rule) => rule[key] ?? []))
    const namespace = {...namespaces[other.namespace], 'kubernetes.io/metadata.name': other.namespace}
    return peers.some(
      ({podSelector, namespaceSelector}) =>
        (podSelector && holds(podSelector, other.labels)) || (namespaceSelector && holds(namespaceSelector, namespace)),
    )
  })
}
