import type {Cluster} from '../cluster/cluster.ts'

/** Kinds of workloads that can be asked about: those of the input, and those that its pods name as owners. */
export function workloadKinds(cluster: Cluster): readonly string[] {
  const owners = cluster.pods.all.flatMap(({workload}) => workload?.kind ?? [])
  return [...new Set([...cluster.workloads.map(({kind}) => kind), ...owners])]
}
