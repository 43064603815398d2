import {limitOf} from './limits.ts'

/** Size of a pool up to which a node gets so many ports (load-balancer-outbound-connections.md). */
export const DEFAULT_SNAT_PORTS: readonly {readonly upTo: number; readonly ports: number}[] = [
  {upTo: 50, ports: 1024},
  {upTo: 100, ports: 512},
  {upTo: 200, ports: 256},
  {upTo: 400, ports: 128},
  {upTo: 800, ports: 64},
  {upTo: 1000, ports: 32},
]

/** SNAT ports that every node gets by default; undefined for none and beyond 1,000 nodes, where the table ends. */
export function defaultSnatPorts(nodes: number): number | undefined {
  return nodes < 1 ? undefined : DEFAULT_SNAT_PORTS.find(({upTo}) => nodes <= upTo)?.ports
}

/** Nodes, surge included, that outbound addresses serve: ⌊64,000 × addresses / ports⌋ (configure-load-balancer-standard.md). */
export function nodesServed(portsPerNode: number, addresses: number): number {
  return Math.floor((limitOf('snat-ports-per-address') * addresses) / portsPerNode)
}

/** Outbound addresses that so many nodes need, surge included. */
export function outboundAddresses(portsPerNode: number, nodes: number): number {
  return Math.ceil((nodes * portsPerNode) / limitOf('snat-ports-per-address'))
}
