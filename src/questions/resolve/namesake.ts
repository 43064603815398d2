import type {Cluster} from '../../cluster/cluster.ts'
import {shortName} from '../naming.ts'

/** Objects of other kinds with the same name, as one would type them; of a namespace, or of all. */
export function namesakesOf(cluster: Cluster, kind: string, name: string, namespace: string | undefined): readonly string[] {
  const inScope = (object: {readonly namespace: string | null}) => namespace === undefined || object.namespace === namespace
  const services = cluster.services.map(({namespace, name}) => ({kind: 'Service', namespace, name}))
  const pods = cluster.pods.all.flatMap(({target}) => (target.kind === 'Pod' ? target : []))
  const same = [...services, ...cluster.workloads, ...pods].filter(
    (object) => object.name === name && object.kind !== kind && inScope(object),
  )
  return [...new Set(same.map(shortName))]
}
