import {type Read, wasTried} from '../../cluster/read.ts'
import {readsOfKubeProxy} from '../reads/kube-proxy-reads.ts'
import type {Needs} from '../reads/needs.ts'
import {NODES} from '../reads/node-reads.ts'

const SLICES: Read = {kind: 'EndpointSlice'}

/** What the rules of a node follow from: every Service with its endpoints, the nodes, and how kube-proxy is set up. Where there are no slices to read, pods tell. */
export const proxyNeeds: Needs = (soFar) => [
  {kind: 'Service'},
  SLICES,
  ...(soFar.slices.length === 0 && wasTried(soFar.coverage, SLICES) ? ([{kind: 'Pod'}] as const) : []),
  {kind: 'ServiceCIDR'},
  NODES,
  ...readsOfKubeProxy(soFar),
]
