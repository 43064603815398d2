import {aks, type Limit, VNET_FAQ, VNET_LIMITS} from './limit.ts'

/** Limits of subnets, virtual networks, routes and the address blocks that a node takes. */
export const ADDRESS_LIMITS = {
  'reserved-per-subnet': {
    value: 5,
    unit: 'addresses',
    of: 'addresses that Azure keeps in every subnet: the first four and the last',
    strength: 'enforced',
    ...aks('concepts-network-azure-cni-overlay'),
  },
  'smallest-subnet-prefix': {value: 29, unit: 'prefix length', of: 'the smallest IPv4 subnet', strength: 'enforced', ...VNET_FAQ},
  'largest-vnet-prefix': {
    value: 8,
    unit: 'prefix length',
    of: 'the largest virtual network of a cluster',
    strength: 'enforced',
    ...aks('concepts-network-ip-address-planning'),
  },
  'largest-static-pod-subnet-prefix': {
    value: 12,
    unit: 'prefix length',
    of: 'the largest pod subnet with static blocks',
    strength: 'enforced',
    ...aks('configure-azure-cni-static-block-allocation'),
  },
  'subnets-per-vnet': {value: 3000, unit: 'subnets', of: 'subnets in a virtual network', strength: 'enforced', ...VNET_LIMITS},
  'addresses-per-vnet': {
    value: 65_536,
    unit: 'addresses',
    of: 'private addresses in use in a virtual network (a static block counts as one)',
    strength: 'enforced',
    ...VNET_LIMITS,
  },
  'addresses-per-peered-group': {
    value: 128_000,
    unit: 'addresses',
    of: 'private addresses in use in a virtual network and its peers together',
    strength: 'enforced',
    ...VNET_LIMITS,
  },
  'routes-per-table': {
    value: 400,
    unit: 'routes',
    of: 'user-defined routes in one table: with kubenet every node takes one',
    strength: 'enforced',
    ...VNET_LIMITS,
  },
  'pod-cidr-block': {
    value: 24,
    unit: 'prefix length',
    of: 'the block of the pod CIDR that kubenet and overlay give to every node, whatever its max-pods',
    strength: 'enforced',
    ...aks('concepts-network-azure-cni-overlay'),
  },
  'pod-subnet-batch': {
    value: 16,
    unit: 'addresses',
    of: 'the batch that a node requests from a dynamic pod subnet',
    strength: 'enforced',
    source: 'Azure/azure-container-networking cns/ipampool/monitor.go',
    date: '2026-08-20',
  },
  'static-block': {
    value: 16,
    unit: 'addresses',
    of: 'the block (/28) that a node takes from a static pod subnet',
    strength: 'enforced',
    ...aks('configure-azure-cni-static-block-allocation'),
  },
} as const satisfies Record<string, Limit>
