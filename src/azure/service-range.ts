import {LIMITS, limitOf} from './limits.ts'
import {containsAddress, isNthAddress, type Range} from './range.ts'
import {isPrivateRange} from './reserved-ranges.ts'
import {rangeSize} from './subnet-size.ts'

/** Something about a service range, a DNS address or a pod range that Azure refuses (`error`) or that is in doubt (`warning`). */
export interface RangeRemark {
  readonly severity: 'error' | 'warning'
  readonly message: string
  readonly source: string
}

export const DEFAULT_SERVICE_CIDR = '10.0.0.0/16'
export const DEFAULT_POD_CIDR = '10.244.0.0/16'

/**
 * ClusterIPs of the static band, which is handed out last to Services that ask for no address:
 * min(max(16, size / 16), 256) (kubernetes.io concepts/services-networking/cluster-ip-allocation).
 */
export function staticBand(prefixLength: number): number {
  return Math.min(Math.max(16, Math.floor(rangeSize(prefixLength) / 16)), 256)
}

/** Judges an IPv4 service CIDR. Two documents disagree about exactly /12. */
export function judgeServiceCidr(range: Range): readonly RangeRemark[] {
  const remarks: RangeRemark[] = []
  if (range.family === 'IPv6') return judgeServiceCidr6(range)
  if (range.prefixLength < limitOf('largest-service-cidr-prefix-upstream')) {
    remarks.push(
      remark(
        'error',
        `service CIDR ${range.text} is too large: Kubernetes accepts /12 at most, AKS documents "smaller than /12"`,
        'largest-service-cidr-prefix',
      ),
    )
  } else if (range.prefixLength < limitOf('largest-service-cidr-prefix')) {
    remarks.push(
      remark(
        'warning',
        `service CIDR ${range.text}: AKS documents "smaller than /12", Kubernetes accepts exactly /12; a /13 is safe`,
        'largest-service-cidr-prefix',
      ),
    )
  }
  if (range.prefixLength > 29) {
    remarks.push(
      remark('error', `service CIDR ${range.text} is too small: Kubernetes wants at least 8 addresses`, 'smallest-service-cidr-prefix'),
    )
  } else if (range.prefixLength > limitOf('smallest-service-cidr-prefix')) {
    remarks.push(
      remark('warning', `service CIDR ${range.text} does not hold the customary DNS address .10`, 'smallest-service-cidr-prefix'),
    )
  }
  if (!isPrivateRange(range)) {
    remarks.push({
      severity: 'error',
      message: `service CIDR ${range.text} is not private: AKS refuses public ranges`,
      source: 'Azure/AKS CHANGELOG.md 2023-10-01',
    })
  }
  return remarks
}

/** The DNS address lies in the service CIDR and is neither its first address, nor .1 (the kubernetes Service), nor its last. */
export function judgeDnsServiceIp(address: string, range: Range): readonly RangeRemark[] {
  const source = 'MicrosoftDocs/azure-aks-docs articles/aks/use-byo-cni.md; Azure/AKS CHANGELOG.md 2021-10-08'
  if (!containsAddress(range, address)) {
    return [{severity: 'error', message: `DNS service address ${address} is not in the service CIDR ${range.text}`, source}]
  }
  if (isNthAddress(range, address, 1)) {
    return [
      {
        severity: 'error',
        message: `DNS service address ${address} is the first of ${range.text}, which the kubernetes Service takes`,
        source,
      },
    ]
  }
  if (isNthAddress(range, address, 0) || isNthAddress(range, address, -1)) {
    return [{severity: 'error', message: `DNS service address ${address} stands on the boundary of ${range.text}`, source}]
  }
  return []
}

/** Pod CIDRs are RFC 1918 or RFC 6598 ranges only. */
export function judgePodCidr(range: Range): readonly RangeRemark[] {
  const source = 'MicrosoftDocs/azure-aks-docs articles/aks/azure-cni-overlay.md'
  return isPrivateRange(range)
    ? []
    : [{severity: 'error', message: `pod CIDR ${range.text} is not private: only RFC 1918 and RFC 6598 are supported`, source}]
}

function judgeServiceCidr6(range: Range): readonly RangeRemark[] {
  if (range.prefixLength >= limitOf('largest-service-cidr6-prefix')) return []
  return [remark('error', `service CIDR ${range.text} is too large: IPv6 allows /108 at most`, 'largest-service-cidr6-prefix')]
}

function remark(severity: RangeRemark['severity'], message: string, limit: keyof typeof LIMITS): RangeRemark {
  return {severity, message, source: LIMITS[limit].source}
}
