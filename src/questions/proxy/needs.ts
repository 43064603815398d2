import {readsOfKubeProxy} from '../reads/kube-proxy-reads.ts'
import type {Needs} from '../reads/needs.ts'
import {NODES} from '../reads/node-reads.ts'

/** What the rules of a node follow from: every Service with its endpoints, the nodes, and how kube-proxy is set up. */
export const proxyNeeds: Needs = (soFar) => [
  {kind: 'Service'},
  {kind: 'EndpointSlice'},
  {kind: 'ServiceCIDR'},
  NODES,
  ...readsOfKubeProxy(soFar),
]
