import type {Cluster} from '../../cluster/cluster.ts'
import {findUnread, type Read} from '../../cluster/read.ts'
import {readsOfKubeProxy} from '../reads/kube-proxy-reads.ts'
import type {Needs} from '../reads/needs.ts'
import {NODES} from '../reads/node-reads.ts'

const SLICES: Read = {kind: 'EndpointSlice'}

/** What the rules of a node follow from: every Service with its endpoints, the nodes, and how kube-proxy is set up. Where there are no slices to read, pods tell. */
export const proxyNeeds: Needs = (soFar) => [
  {kind: 'Service'},
  SLICES,
  ...(lacksSlices(soFar) ? ([{kind: 'Pod'}] as const) : []),
  {kind: 'ServiceCIDR'},
  NODES,
  ...readsOfKubeProxy(soFar),
]

function lacksSlices({coverage, slices}: Cluster): boolean {
  return (
    slices.length === 0 && (coverage?.has(SLICES) === true || findUnread(coverage, 'EndpointSlice', {namespace: undefined}) !== undefined)
  )
}
