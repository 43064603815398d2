import {aks, type Limit} from './limit.ts'

/** Limits of the service range. */
export const SERVICE_RANGE_LIMITS = {
  'largest-service-cidr-prefix': {
    value: 13,
    unit: 'prefix length',
    of: 'the largest service CIDR as the AKS documents word it ("smaller than /12")',
    strength: 'supported',
    ...aks('concepts-network-ip-address-planning'),
  },
  'largest-service-cidr-prefix-upstream': {
    value: 12,
    unit: 'prefix length',
    of: "the largest service CIDR that Kubernetes' API server accepts (20 host bits)",
    strength: 'enforced',
    source: 'kubernetes/kubernetes validateClusterIPFlags',
    date: 'read 2026-11',
  },
  'smallest-service-cidr-prefix': {
    value: 28,
    unit: 'prefix length',
    of: 'the smallest service CIDR that holds the customary DNS address .10',
    strength: 'guidance',
    source: 'kubernetes/kubernetes ServiceIPRange (at least 8 addresses); 10 needs 16',
    date: 'read 2026-11',
  },
  'largest-service-cidr6-prefix': {
    value: 108,
    unit: 'prefix length',
    of: 'the largest IPv6 service CIDR',
    strength: 'enforced',
    ...aks('configure-dual-stack'),
  },
} as const satisfies Record<string, Limit>
