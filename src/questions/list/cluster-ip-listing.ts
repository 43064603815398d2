import type {Cluster} from '../../cluster/cluster.ts'
import type {Service} from '../../cluster/service.ts'
import {type ClusterIPConflict, clusterIPConflictsOf} from '../../network/cluster-ip-conflicts.ts'
import {addressHoldsOf, type ClusterIPRange, clusterIPRangesOf} from '../../network/cluster-ips.ts'
import type {Finding} from '../../report.ts'
import {count, enumerate} from '../naming.ts'

/** What `list -o json` prints of a range of cluster IPs. The keys are fixed: scripts depend on them. */
export interface ClusterIPRangeListing {
  /** Only where several clusters were asked. */
  readonly context?: string
  readonly serviceCIDRs: readonly string[]
  readonly range: string
  readonly family: 'IPv4' | 'IPv6'
  /** Whether new Services get addresses of it. */
  readonly open: boolean
  /** How many addresses Services can have; null for more than a number holds exactly (2^53). */
  readonly size: number | null
  /** How many of them are kept for Services that ask for one by name, as long as there are others. */
  readonly staticBand: number
  readonly used: number
  readonly free: number | null
}

export interface ClusterIPListing {
  readonly ranges: readonly ClusterIPRangeListing[]
  readonly notes: readonly string[]
  readonly findingsAbout: (service: Service) => readonly Finding[]
  /** About objects that are no Services. */
  readonly others: readonly Finding[]
}

/**
 * The cluster IPs of a whole cluster: what is left of them, and which are in conflict. How many are used is told only where the input has the
 * IPAddress objects that hold them: Services may be missing from it.
 */
export function listClusterIPs(cluster: Cluster, now: number): ClusterIPListing {
  const ranges = addressHoldsOf(cluster).size > 0 ? clusterIPRangesOf(cluster) : []
  const findings = new Map<string, Finding[]>()
  const others: Finding[] = []
  for (const conflict of clusterIPConflictsOf(cluster, now)) {
    if (conflict.kind === 'orphan') others.push(findOrphan(conflict))
    else
      for (const service of servicesOf(conflict))
        findings.set(nameOf(service), [...(findings.get(nameOf(service)) ?? []), find(conflict, service)])
  }
  return {
    ranges: ranges.map(toListing),
    notes: [...ranges.map(describeRange), ...others.map(({message}) => message)],
    findingsAbout: (service) => findings.get(nameOf(service)) ?? [],
    others,
  }
}

function toListing({range, serviceCIDRs, isOpen, size, staticSize, used, free}: ClusterIPRange): ClusterIPRangeListing {
  return {
    serviceCIDRs,
    range: range.text,
    family: range.family,
    open: isOpen,
    size: exactly(size),
    staticBand: staticSize,
    used,
    free: exactly(free),
  }
}

function exactly(number: bigint): number | null {
  return number <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(number) : null
}

/** `cluster IPs of ServiceCIDR kubernetes, 10.0.0.0/16: 12 used, 65,522 free`. */
function describeRange({range, serviceCIDRs, isOpen, used, free}: ClusterIPRange): string {
  const closed = isOpen ? '' : ', but Services get none of it: it is not ready, or about to go'
  return `cluster IPs of ServiceCIDR ${enumerate(serviceCIDRs)}, ${range.text}: ${grouped(BigInt(used))} used, ${free === 0n ? 'none' : grouped(free)} free${closed}`
}

const MANY = 1_000_000_000n

function grouped(number: bigint): string {
  return number > MANY ? 'more than a billion' : number.toLocaleString('en-US')
}

type OfService = Exclude<ClusterIPConflict, {kind: 'orphan'}>

function servicesOf(conflict: OfService): readonly Service[] {
  return conflict.kind === 'shared' ? conflict.services : [conflict.service]
}

function find(conflict: OfService, service: Service): Finding {
  const {rule, message, fix} = describe(conflict, service)
  const {namespace, name, origin} = service
  return {
    rule: `routing/${rule}`,
    severity: 'warning',
    message,
    object: {kind: 'Service', namespace, name},
    ...(origin && {place: {origin, path: ['spec', 'clusterIPs']}}),
    fix: {description: fix},
  }
}

/** The API server's repair loop mends what it can by itself, within minutes: what is still there is worth a look. */
const REPAIR = "the API server's repair loop mends it within minutes; if it does not, see its log for ipallocator-repair-controller"

function describe(conflict: OfService, service: Service): {readonly rule: string; readonly message: string; readonly fix: string} {
  const {address} = conflict
  switch (conflict.kind) {
    case 'shared': {
      const rivals = conflict.services.filter((one) => one !== service)
      return {
        rule: 'cluster-ip-conflict',
        message: `its cluster IP ${address} is also that of ${enumerate(rivals.map(nameOf))}`,
        fix: `delete one of the ${count(conflict.services.length, 'Service')} and create it anew, so that it gets another address`,
      }
    }
    case 'out-of-range':
      return {
        rule: 'cluster-ip-out-of-range',
        message: `its cluster IP ${address} is in no ServiceCIDR`,
        fix: 'create a ServiceCIDR that has it, or delete the Service and create it anew',
      }
    case 'not-held':
      return {rule: 'cluster-ip-not-held', message: `no IPAddress holds its cluster IP ${address}, which another may get`, fix: REPAIR}
    case 'held-for-other': {
      const {service: other} = conflict.hold
      const whose = other ? `Service ${nameOf(other)}` : 'something that is no Service'
      return {rule: 'cluster-ip-conflict', message: `IPAddress ${address} holds its cluster IP for ${whose}`, fix: REPAIR}
    }
  }
}

function findOrphan({hold, service}: Extract<ClusterIPConflict, {kind: 'orphan'}>): Finding {
  const {address, source} = hold
  const whose = hold.service ? nameOf(hold.service) : ''
  return {
    rule: 'routing/ip-address-orphan',
    severity: 'warning',
    message: `IPAddress ${address} is held for Service ${whose}, which ${service ? 'has another address' : 'does not exist'}`,
    object: {kind: 'IPAddress', namespace: null, name: address},
    ...(source.origin && {place: {origin: source.origin, path: ['spec', 'parentRef']}}),
    fix: {description: `${REPAIR}, or delete it`, command: `kubectl delete ipaddress ${address}`},
  }
}

function nameOf({namespace, name}: {readonly namespace: string; readonly name: string}): string {
  return `${namespace}/${name}`
}
