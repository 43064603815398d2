import type {Cluster} from '../../cluster/cluster.ts'
import {type ProxyView, viewProxies} from '../../network/proxy/packet/proxy-view.ts'
import type {Passage} from './passage.ts'
import type {ProxySetup} from './proxy-setup.ts'
import {balancedNodes, findRoutes, possibleNodes, type Route} from './routes.ts'

export interface Followed {
  readonly view: ProxyView
  /** By way of each node, or kind of nodes. */
  readonly routes: readonly Route[]
  /** Nodes that load balancers leave out. */
  readonly leftOut: readonly string[]
}

/** Asks the kube-proxies, each about the few Services that may have to do with it: a model of all would cost as much as there are Services. */
export function followPackets(
  cluster: Cluster,
  {configuration, mode}: ProxySetup,
  passage: Extract<Passage, {kind: 'packets'}>,
  node: string | undefined,
): Followed {
  const {services, caller, address, port, protocol, isBalanced} = passage
  const view = viewProxies({...cluster, services}, configuration, {mode})
  const all = node === undefined ? (caller.nodes ?? possibleNodes(cluster, services)) : [node]
  const nodes = isBalanced && caller.client.kind === 'outside' ? balancedNodes(cluster, all) : all
  const way = {client: caller.client, address, port, protocol, nodes, service: services.find(({name}) => name === passage.service?.name)}
  return {view, routes: findRoutes(cluster, view, way), leftOut: all.filter((name) => !nodes.includes(name))}
}
