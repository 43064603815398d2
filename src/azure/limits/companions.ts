import {aks, type Limit} from './limit.ts'

const GATEWAY = {source: 'MicrosoftDocs/azure-docs articles/application-gateway/configuration-infrastructure.md', date: '2021'} as const
const GATEWAY_FOR_CONTAINERS = {
  source: 'MicrosoftDocs/azure-docs articles/application-gateway/for-containers/container-networking.md',
  date: '2025-03',
} as const
const BASELINE = {source: 'mspnp/aks-baseline network-team/topology.md', date: 'read 2026-11'} as const

/** Sizes that the neighbours of a cluster ask for. */
export const COMPANION_LIMITS = {
  'api-server-addresses': {
    value: 9,
    unit: 'addresses',
    of: 'addresses that the API server takes in its subnet, per cluster, at least',
    strength: 'enforced',
    ...aks('api-server-vnet-integration'),
  },
  'api-server-subnet-prefix': {
    value: 28,
    unit: 'prefix length',
    of: 'the smallest subnet for API server integration',
    strength: 'enforced',
    ...aks('api-server-vnet-integration'),
  },
  'application-gateway-instances': {
    value: 125,
    unit: 'instances',
    of: 'instances of an Application Gateway v2',
    strength: 'enforced',
    ...GATEWAY,
  },
  'application-gateway-containers-prefix': {
    value: 24,
    unit: 'prefix length',
    of: 'the subnet of Application Gateway for Containers: at least, and with overlay exactly',
    strength: 'enforced',
    ...GATEWAY_FOR_CONTAINERS,
  },
  'application-gateway-containers-addresses': {
    value: 250,
    unit: 'addresses',
    of: 'free addresses in the subnet of Application Gateway for Containers',
    strength: 'enforced',
    ...GATEWAY_FOR_CONTAINERS,
  },
  'firewall-prefix': {value: 26, unit: 'prefix length', of: 'AzureFirewallSubnet', strength: 'enforced', ...BASELINE},
  'bastion-prefix': {value: 26, unit: 'prefix length', of: 'AzureBastionSubnet', strength: 'enforced', ...BASELINE},
  'vpn-gateway-prefix': {value: 27, unit: 'prefix length', of: 'GatewaySubnet', strength: 'guidance', ...BASELINE},
  'private-link-addresses': {
    value: 8,
    unit: 'addresses',
    of: 'NAT addresses of one Private Link Service, at most',
    strength: 'enforced',
    ...aks('internal-lb'),
  },
} as const satisfies Record<string, Limit>
