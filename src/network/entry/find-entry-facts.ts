import type {Cluster} from '../../cluster/cluster.ts'
import {once} from '../../cluster/once.ts'
import {addressPoolsOf} from './address-pool.ts'
import type {EntryFacts} from './entry-facts.ts'
import {findCloud} from './find-cloud.ts'
import {nodeAddresses} from './node-addresses.ts'

/** What the input shows of a cluster; what the user said goes before it, fact by fact. */
export function findEntryFacts(cluster: Cluster, said: Partial<EntryFacts> = {}): EntryFacts {
  // A look at every container, and hardly anybody asks where nothing leads in from outside.
  const cloud = once(() => said.cloud ?? findCloud(cluster))
  return {
    get cloud() {
      return cloud()
    },
    classes: said.classes ?? new Map(),
    nodes: said.nodes ?? nodeAddresses(cluster),
    pools: said.pools ?? addressPoolsOf(cluster),
  }
}
