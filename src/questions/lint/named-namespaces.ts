import type {Cluster} from '../../cluster/cluster.ts'
import type {Identity} from '../../cluster/identity.ts'
import type {Origin} from '../../cluster/object.ts'
import {obtain} from '../../cluster/obtain.ts'
import {directoryOf} from './directory.ts'

const NAMED = new WeakMap<Cluster, ReadonlyMap<string, number>>()

/** Whether nothing but the object itself names its namespace in its directory: neither another object, nor a Namespace of that name. */
export function isAloneInNamespace(
  cluster: Cluster,
  {namespace, origin}: {readonly namespace: string; readonly origin: Origin | undefined},
): boolean {
  return origin !== undefined && (timesNamed(cluster).get(keyOf(origin, namespace)) ?? 0) <= 1
}

export function areInOneDirectory(a: Origin | undefined, b: Origin | undefined): boolean {
  return a !== undefined && b !== undefined && directoryOf(a) === directoryOf(b)
}

/** How often each namespace is named in each directory. */
function timesNamed(cluster: Cluster): ReadonlyMap<string, number> {
  const known = NAMED.get(cluster)
  if (known) return known
  const times = new Map<string, number>()
  const add = (origin: Origin | undefined, namespace: string) => {
    if (origin) times.set(keyOf(origin, namespace), obtain(times, keyOf(origin, namespace), () => 0) + 1)
  }
  const pods = cluster.pods.all.filter(({source}) => source === 'object').map(({identity, origin}) => ({...identity, origin}))
  const lists: readonly (readonly (Identity & {readonly origin: Origin | undefined})[])[] = [
    cluster.services,
    cluster.workloads,
    cluster.slices,
    cluster.others,
    pods,
  ]
  for (const list of lists)
    for (const {kind, name, namespace, namespaceStated, origin} of list) {
      if (kind === 'Namespace') add(origin, name)
      else if (namespaceStated) add(origin, namespace)
    }
  NAMED.set(cluster, times)
  return times
}

function keyOf(origin: Origin, namespace: string): string {
  return `${directoryOf(origin)}\n${namespace}`
}
