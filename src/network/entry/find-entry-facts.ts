import type {Cluster} from '../../cluster/cluster.ts'
import {addressPoolsOf} from './address-pool.ts'
import type {EntryFacts} from './entry-facts.ts'
import {findCloud} from './find-cloud.ts'
import {nodeAddresses} from './node-addresses.ts'

/** What the input shows of a cluster; what the user said goes before it, fact by fact. */
export function findEntryFacts(cluster: Cluster, said: Partial<EntryFacts> = {}): EntryFacts {
  return {
    cloud: said.cloud ?? findCloud(cluster),
    classes: said.classes ?? new Map(),
    nodes: said.nodes ?? nodeAddresses(cluster),
    pools: said.pools ?? addressPoolsOf(cluster),
  }
}
