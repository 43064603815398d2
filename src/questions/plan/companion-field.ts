import type {Companions} from '../../azure/companions.ts'
import {limitOf} from '../../azure/limits.ts'
import {type Field, problem, readFlag, readInteger, readList, readMapping, readOneOf} from '../stated-field.ts'
import type {LoadBalancerPlan, OutboundPlan} from './plan.ts'
import {LARGEST_COUNT} from './pool-field.ts'

const KEYS = [
  'privateCluster',
  'privateEndpoints',
  'privateLinkServices',
  'apiServerIntegration',
  'applicationGateway',
  'applicationGatewayForContainers',
  'firewall',
  'bastion',
  'vpnGateway',
  'virtualNodePods',
] as const

/** `clusters` further clusters share the subnet of API servers. */
export function readCompanions(field: Field, clusters: number): Companions {
  const fields = readMapping(field, KEYS, 'companions')
  const flag = (key: (typeof KEYS)[number]): boolean => (fields[key] ? readFlag(fields[key], key) : false)
  return {
    internalLoadBalancers: 0,
    privateCluster: flag('privateCluster'),
    privateEndpoints: fields.privateEndpoints ? readInteger(fields.privateEndpoints, 'privateEndpoints', 0, LARGEST_COUNT) : 0,
    privateLinkServices: fields.privateLinkServices
      ? readList(fields.privateLinkServices, 'privateLinkServices').map((item) =>
          readInteger(item, 'NAT addresses of a Private Link Service', 1, limitOf('private-link-addresses')),
        )
      : [],
    apiServerIntegration: flag('apiServerIntegration') ? 1 + clusters : 0,
    applicationGateway: fields.applicationGateway && readGateway(fields.applicationGateway),
    applicationGatewayForContainers: flag('applicationGatewayForContainers'),
    firewall: flag('firewall'),
    bastion: flag('bastion'),
    vpnGateway: flag('vpnGateway'),
    virtualNodePods: fields.virtualNodePods && readInteger(fields.virtualNodePods, 'virtualNodePods', 0, LARGEST_COUNT),
  }
}

function readGateway(field: Field): {readonly instances: number; readonly privateFrontend: boolean} {
  const fields = readMapping(field, ['instances', 'privateFrontend'], 'applicationGateway')
  if (!fields.instances) throw problem(field, 'applicationGateway needs instances', 'instances: 10')
  return {
    instances: readInteger(fields.instances, 'instances', 1, limitOf('application-gateway-instances')),
    privateFrontend: fields.privateFrontend ? readFlag(fields.privateFrontend, 'privateFrontend') : false,
  }
}

export function readLoadBalancers(field: Field, base: LoadBalancerPlan): LoadBalancerPlan {
  const fields = readMapping(field, ['internal', 'public', 'ports', 'grow'], 'loadBalancers')
  return {
    internal: fields.internal ? readInteger(fields.internal, 'internal', 0, LARGEST_COUNT) : base.internal,
    public: fields.public ? readInteger(fields.public, 'public', 0, LARGEST_COUNT) : base.public,
    ports: fields.ports ? readInteger(fields.ports, 'ports', 1, 65_535) : base.ports,
    grow: fields.grow ? readFlag(fields.grow, 'grow') : base.grow,
  }
}

/** SNAT ports per node are a multiple of 8 up to 64,000; 0 leaves them to Azure. */
export function readOutbound(field: Field): OutboundPlan {
  const fields = readMapping(field, ['kind', 'addresses', 'portsPerNode'], 'outbound')
  const portsPerNode = fields.portsPerNode ? readInteger(fields.portsPerNode, 'portsPerNode', 0, limitOf('snat-ports-per-address')) : 0
  const step = limitOf('snat-port-step')
  if (fields.portsPerNode && portsPerNode % step !== 0)
    throw problem(
      fields.portsPerNode,
      `portsPerNode ${portsPerNode} is no multiple of ${step}`,
      `${Math.floor(portsPerNode / step) * step} or ${Math.ceil(portsPerNode / step) * step}`,
    )
  return {
    kind: fields.kind ? readOneOf(fields.kind, 'kind', ['load-balancer', 'nat-gateway']) : 'load-balancer',
    addresses: fields.addresses ? readInteger(fields.addresses, 'addresses', 1, LARGEST_COUNT) : 1,
    portsPerNode,
  }
}
