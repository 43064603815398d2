import type {Cluster} from '../../cluster/cluster.ts'
import type {ObjectReference} from '../../cluster/object.ts'
import {type ListParameters, list, type ServiceListReport} from './list.ts'
import type {ListEvent, ServiceListing} from './service-listing.ts'
import {serviceTable, type TableView} from './service-table.ts'

/** A row as it is now; of a Service that is gone, as it was last. */
export interface ChangedListing extends ServiceListing {
  readonly event: ListEvent
}

/** The rows that are gone, new, or other than before, the former first, else in the order of the lists. That time passes is no change. */
export function changesBetween(before: readonly ServiceListing[], after: readonly ServiceListing[]): readonly ChangedListing[] {
  const former = new Map(before.map((service) => [keyOf(service), JSON.stringify(service)]))
  const present = new Set(after.map(keyOf))
  return [
    ...before.filter((service) => !present.has(keyOf(service))).map((service): ChangedListing => ({...service, event: 'deleted'})),
    ...after.flatMap((service): readonly ChangedListing[] => {
      const known = former.get(keyOf(service))
      if (known === undefined) return [{...service, event: 'added'}]
      return known === JSON.stringify(service) ? [] : [{...service, event: 'modified'}]
    }),
  ]
}

/** Asks a watched cluster again: what the list is now, and what a watch prints of it. `before` is undefined the first time. */
export function stepList(
  before: ServiceListReport | undefined,
  cluster: Cluster,
  parameters: ListParameters,
): {readonly now: ServiceListReport; readonly changed: ServiceListReport | undefined} {
  const now = list(cluster, {...parameters, mayBeGone: before !== undefined})
  return {now, changed: before ? reportChanges(before, now, parameters) : reportBeginning(now)}
}

/** What a watch prints first: every row, as one that came. */
export function reportBeginning(report: ServiceListReport): ServiceListReport {
  return {...report, data: {...report.data, services: report.data.services.map((service) => ({...service, event: 'added'}))}}
}

/** What a watch prints after a change: the rows that changed, and what is to be said of them. Undefined where none did. */
export function reportChanges(before: ServiceListReport, after: ServiceListReport, view: TableView): ServiceListReport | undefined {
  const services = changesBetween(before.data.services, after.data.services)
  if (services.length === 0) return undefined
  const changed = new Set(services.map(nameOf))
  return {
    kind: after.kind,
    data: {services},
    tables: [serviceTable(services, view)],
    findings: after.findings.filter(({object}) => object !== null && changed.has(nameOf(object))),
    notes: [],
    names: services.map(({name}) => `service/${name}`),
  }
}

/** Clusters may have Services of one name. */
function keyOf(service: ServiceListing): string {
  return `${service.context ?? ''} ${nameOf(service)}`
}

function nameOf({namespace, name}: Pick<ObjectReference, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`
}
