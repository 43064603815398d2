import type {Node} from '../../cluster/cluster.ts'
import {fieldsOf, isMapping, itemsOf, labelOf, valueAt} from '../../cluster/fields.ts'
import {milliCores, nanoCores} from './cpu-quantity.ts'
import {ZONE_LABEL} from './pod-endpoint.ts'

/** The part of the cluster's allocatable CPU that each zone has, or why the controller does not reckon with it. */
export type ZoneShares =
  | {readonly kind: 'shares'; readonly shares: ReadonlyMap<string, number>}
  | {readonly kind: 'node-without-zone'; readonly node: string}
  | {readonly kind: 'node-without-cpu'; readonly node: string}
  /** Endpoints are kept in their zone only where there are at least two. */
  | {readonly kind: 'too-few-zones'; readonly zones: readonly string[]}

/** Nodes with these labels, whatever their values, are no capacity (hasExcludedLabels). */
const EXCLUDED = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master']

/** Reckons with nodes that are ready and no control plane; one of them without zone or CPU spoils it for all Services (SetNodes). */
export function shareZones(nodes: Iterable<Node>): ZoneShares {
  const byZone = new Map<string, bigint>()
  let total = 0n
  for (const node of nodes) {
    if (EXCLUDED.some((label) => labelOf(node.labels, label) !== undefined) || !isReady(node)) continue
    const zone = labelOf(node.labels, ZONE_LABEL)
    const cpu = allocatableCpu(node)
    if (!zone) return {kind: 'node-without-zone', node: node.name}
    if (!cpu) return {kind: 'node-without-cpu', node: node.name}
    byZone.set(zone, (byZone.get(zone) ?? 0n) + cpu)
    total += cpu
  }
  if (byZone.size < 2) return {kind: 'too-few-zones', zones: [...byZone.keys()]}
  return {kind: 'shares', shares: new Map([...byZone].map(([zone, cpu]) => [zone, milliCores(cpu) / milliCores(total)]))}
}

function isReady(node: Node): boolean {
  const conditions = itemsOf(valueAt(node.object, 'status', 'conditions')).map(fieldsOf)
  return conditions.find(({type}) => type === 'Ready')?.['status'] === 'True'
}

/** Where nothing is said to be allocatable, all of the capacity is (SetDefaults_NodeStatus). */
function allocatableCpu(node: Node): bigint | undefined {
  const status = fieldsOf(node.object['status'])
  const resources = isMapping(status['allocatable']) ? status['allocatable'] : fieldsOf(status['capacity'])
  return nanoCores(resources['cpu'])
}
