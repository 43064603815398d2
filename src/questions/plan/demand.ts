/** What a workload asks of the nodes. */
export interface WorkloadDemand {
  readonly name: string
  /** Pods now; 0 for workloads with one pod per node. */
  readonly replicas: number
  /** Pods at most: the autoscaler's maximum, else the same. */
  readonly maxReplicas: number
  /** One pod on every node (DaemonSet). */
  readonly perNode: boolean
  /** Requests of one pod, in millicores and bytes; 0 where it states none. */
  readonly cpu: number
  readonly memory: number
  /** Such a pod takes a place on its node, but no address of its own. */
  readonly hostNetwork: boolean
}

/** What one node offers to pods: allocatable, which is less than the size of the machine. */
export interface NodeOffer {
  /** Millicores and bytes; infinite where no node size is stated. */
  readonly cpu: number
  readonly memory: number
  readonly maxPods: number
}

export interface Demand {
  readonly nodes: number
  /** All pods, those on every node included. */
  readonly pods: number
  /** Pods that need an address of their own. */
  readonly addresses: number
  /** Workloads of which not even one pod fits on an empty node. */
  readonly unplaceable: readonly string[]
}

interface Bins {
  readonly cpu: number
  readonly memory: number
  readonly places: number
  /** How many nodes are filled exactly like this. */
  readonly count: number
}

/**
 * Nodes for these workloads: first fit, largest share first, worked out on groups of nodes that are filled alike, so that a thousand replicas
 * cost no more than one. A bound that a scheduler can meet, not the least there is: affinity, taints and spreading are not looked at.
 * `full` takes every autoscaler at its maximum.
 */
export function demandOf(workloads: readonly WorkloadDemand[], offer: NodeOffer, full: boolean): Demand {
  const everywhere = workloads.filter(({perNode}) => perNode)
  const empty: Bins = {
    cpu: offer.cpu - sum(everywhere, ({cpu}) => cpu),
    memory: offer.memory - sum(everywhere, ({memory}) => memory),
    places: offer.maxPods - everywhere.length,
    count: 1,
  }
  const count = (workload: WorkloadDemand): number => (full ? Math.max(workload.maxReplicas, workload.replicas) : workload.replicas)
  const share = ({cpu, memory}: WorkloadDemand): number => Math.max(cpu / offer.cpu, memory / offer.memory)
  const moving = workloads.filter((workload) => !workload.perNode && count(workload) > 0)
  const ordered = moving.toSorted((a, b) => share(b) - share(a) || (a.name < b.name ? -1 : 1))
  let bins: readonly Bins[] = []
  const unplaceable: string[] = []
  for (const workload of ordered) {
    if (fitting(workload, empty) === 0) unplaceable.push(workload.name)
    else bins = placed(workload, count(workload), bins, empty)
  }
  const nodes = Math.max(
    sum(bins, (bin) => bin.count),
    everywhere.length > 0 ? 1 : 0,
  )
  const pods = sum(moving, count) + nodes * everywhere.length
  const addressed = (list: readonly WorkloadDemand[]) => list.filter(({hostNetwork}) => !hostNetwork)
  return {nodes, pods, addresses: sum(addressed(moving), count) + nodes * addressed(everywhere).length, unplaceable}
}

/** Pods of a workload that fit on one node as it is filled. */
function fitting({cpu, memory}: WorkloadDemand, bin: Bins): number {
  const byCpu = cpu === 0 ? Number.POSITIVE_INFINITY : Math.floor(bin.cpu / cpu)
  const byMemory = memory === 0 ? Number.POSITIVE_INFINITY : Math.floor(bin.memory / memory)
  return Math.max(0, Math.min(byCpu, byMemory, bin.places))
}

function placed(workload: WorkloadDemand, replicas: number, bins: readonly Bins[], empty: Bins): readonly Bins[] {
  const result: Bins[] = []
  let left = replicas
  for (const bin of bins) {
    const each = fitting(workload, bin)
    const whole = each === 0 ? 0 : Math.min(bin.count, Math.floor(left / each))
    const rest = each > 0 && whole < bin.count ? left - whole * each : 0
    result.push(filled(workload, bin, each, whole), filled(workload, bin, rest, rest > 0 ? 1 : 0), {
      ...bin,
      count: bin.count - whole - (rest > 0 ? 1 : 0),
    })
    left -= whole * each + rest
  }
  const each = fitting(workload, empty)
  const whole = Math.floor(left / each)
  const rest = left - whole * each
  result.push(filled(workload, empty, each, whole), filled(workload, empty, rest, rest > 0 ? 1 : 0))
  return result.filter(({count}) => count > 0)
}

function filled({cpu, memory}: WorkloadDemand, bin: Bins, pods: number, count: number): Bins {
  return {cpu: bin.cpu - pods * cpu, memory: bin.memory - pods * memory, places: bin.places - pods, count}
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}
