import type {Cluster} from '../../cluster/cluster.ts'
import type {Read} from '../../cluster/read.ts'

/** All nodes, with addresses and pod ranges: what a packet does depends on them. */
export const NODES: Read = {kind: 'Node'}

/** The same with nothing but their labels: for zones. */
const LABELS: Read = {kind: 'Node', metadataOnly: true}

/** More nodes than these are listed instead. */
const MAX_SINGLE = 4

/** The nodes of endpoints, for their zones: a few one by one, many by their labels alone. One that is not there counts only where others are. */
export function nodeReads({coverage, nodes}: Cluster, names: readonly string[]): readonly Read[] {
  if (coverage?.has(NODES)) return []
  const distinct = [...new Set(names)].toSorted()
  if (distinct.length > MAX_SINGLE) return [LABELS]
  const single = distinct.map((name): Read => ({kind: 'Node', name}))
  const isGone = (read: Read) => coverage?.has(read) === true && !nodes.has(read.name ?? '')
  return single.some(isGone) ? [...single, LABELS] : single
}
