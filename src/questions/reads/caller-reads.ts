import type {Cluster} from '../../cluster/cluster.ts'
import type {Read} from '../../cluster/read.ts'
import {parseTargets} from '../target.ts'
import type {LiveScope} from './needs.ts'
import {NODES} from './node-reads.ts'
import {unlessMistaken} from './unless-mistaken.ts'
import {readsOfPods} from './workload-reads.ts'

/** Who asks, or who connects. */
export function readsOfCaller(soFar: Cluster, from: string, scope: LiveScope): readonly Read[] {
  const node = /^(?:no|nodes?)\/(.+)$/i.exec(from)?.[1]
  if (node !== undefined) return [NODES]
  const [target] = unlessMistaken(() => parseTargets([from.includes('/') ? from : `pod/${from}`], [])) ?? []
  return target ? readsOfPods(soFar, target.kind, target.name, scope) : []
}
