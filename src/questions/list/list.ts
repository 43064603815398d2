import type {Cluster} from '../../cluster/cluster.ts'
import type {LabelSelector} from '../../cluster/label-selector.ts'
import type {Service} from '../../cluster/service.ts'
import type {Report} from '../../report.ts'
import {UserError} from '../../user-error.ts'
import type {SaidFacts} from '../exposure/said-facts.ts'
import {compareText} from '../order.ts'
import {findServices, servicesInScope} from '../resolve/asked-service.ts'
import {findingsOf} from '../resolve/finding.ts'
import {judge} from '../resolve/judgement.ts'
import {describeNothing} from '../resolve/not-found.ts'
import {summarize} from '../resolve/overview.ts'
import {parseTargets, type Target} from '../target.ts'
import {type ClusterIPRangeListing, listClusterIPs} from './cluster-ip-listing.ts'
import {isWhole} from './needs.ts'
import {type ServiceListing, toServiceListing} from './service-listing.ts'
import {describeOpenReaches, findReaches} from './service-reach.ts'
import {serviceTable} from './service-table.ts'

export interface ListParameters {
  /** As typed: `svc`, `svc/web`, `svc web api`, `web`; none means every Service. */
  readonly targets: readonly string[]
  /** Restricts the answer to one namespace; undefined is all. */
  readonly namespace: string | undefined
  /** `-l`: Services by their own labels. */
  readonly selector: LabelSelector | undefined
  /** Milliseconds since 1970, for ages. */
  readonly now: number
  /** Whether targets that are not there are no mistake: a watch goes on where a Service has gone. */
  readonly mayBeGone?: boolean
  /** What is said of the cluster, where it is asked from how far away each Service can be reached; undefined where it is not. */
  readonly exposure?: SaidFacts | undefined
}

/** The `data` of a ServiceList. */
export interface ServiceList {
  readonly services: readonly ServiceListing[]
  /** Of a whole cluster, where the input has its ServiceCIDRs and IPAddresses. */
  readonly clusterIPRanges?: readonly ClusterIPRangeListing[]
}

export type ServiceListReport = Report & {readonly data: ServiceList}

/** Which Services are there, and does each reach its pods? Throws a UserError for a name that no Service has, and for what is no Service. */
export function list(cluster: Cluster, parameters: ListParameters): ServiceListReport {
  const clusterIPs = isWhole(parameters) ? listClusterIPs(cluster, parameters.now) : undefined
  const asked = askedServices(cluster, parameters).toSorted(compareServices)
  const reaches = parameters.exposure && findReaches(cluster, asked, parameters.exposure)
  const judged = asked.map((service) => {
    const judgement = judge(cluster, service)
    const findings = [...findingsOf(cluster, judgement), ...(clusterIPs?.findingsAbout(service) ?? [])]
    return {listing: toServiceListing(judgement, findings, reaches?.get(service)), findings}
  })
  const services = judged.map(({listing}) => listing)
  const isEmpty = services.length === 0
  return {
    kind: 'ServiceList',
    data: {services, ...(clusterIPs && clusterIPs.ranges.length > 0 && {clusterIPRanges: clusterIPs.ranges})},
    tables: isEmpty ? [] : [{...serviceTable(services, parameters), footer: [summarize(services)]}],
    findings: [...judged.flatMap(({findings}) => findings), ...(clusterIPs?.others ?? [])],
    notes: [
      ...(isEmpty ? [describeNothing(cluster, ['Service'], parameters)] : []),
      ...(clusterIPs?.notes ?? []),
      ...describeOpenReaches(services),
    ],
    names: services.map(({name}) => `service/${name}`),
  }
}

function askedServices(cluster: Cluster, parameters: ListParameters): readonly Service[] {
  if (parameters.targets.length === 0) return servicesInScope(cluster, parameters)
  const targets = parseTargets(parameters.targets, [])
  for (const target of targets) refuseOthers(target)
  const isThere = ({name}: Target) => name === undefined || servicesInScope(cluster, parameters).some((service) => service.name === name)
  const wanted = parameters.mayBeGone ? targets.filter(isThere) : targets
  return findServices(cluster, wanted, parameters).map(({service}) => service)
}

function refuseOthers({kind, port, word}: Target): void {
  if (kind !== 'Service')
    throw new UserError(`${word} is no Service, and list shows Services only`, `which Services select it: svcscope resolve ${word}`)
  if (port) throw new UserError(`${word} names a port, and list shows whole Services`, `for one port: svcscope resolve ${word}`)
}

/** kubectl's order is that of etcd's keys, where `shop-qa/…` stands before `shop/…`. */
function compareServices(a: Service, b: Service): number {
  return compareText(`${a.namespace}/${a.name}`, `${b.namespace}/${b.name}`) || compareText(a.origin?.file ?? '', b.origin?.file ?? '')
}
