import {limitOf} from '../../azure/limits.ts'
import {defaultSnatPorts, nodesServed, outboundAddresses} from '../../azure/snat.ts'
import type {Option} from './option.ts'
import type {Plan} from './plan.ts'

/** Outbound ports against the nodes; null where the plan states no outbound. */
export function outboundData(plan: Plan, option: Option | undefined) {
  const {outbound} = plan
  if (!outbound || !option) return null
  const nodes = option.usage.nodes + option.usage.surge
  if (outbound.kind === 'nat-gateway') {
    const flows = outbound.addresses * limitOf('nat-gateway-flows-per-address')
    return {kind: outbound.kind, addresses: outbound.addresses, nodes, flows, flowsPerNode: nodes === 0 ? null : Math.floor(flows / nodes)}
  }
  const stated = outbound.portsPerNode > 0
  const ports = stated ? outbound.portsPerNode : (defaultSnatPorts(nodes) ?? null)
  return {
    kind: outbound.kind,
    addresses: outbound.addresses,
    nodes,
    portsPerNode: ports,
    stated,
    nodesServed: ports === null ? null : nodesServed(ports, outbound.addresses),
    addressesNeeded: ports === null ? null : outboundAddresses(ports, nodes),
  }
}
