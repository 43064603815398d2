import type {Column, Line, Table} from '../../report.ts'
import {reachCell} from '../exposure/exposure-table.ts'
import {markOf} from '../resolve/overview.ts'
import {describeAge} from './age.ts'
import {clusterIPCell, externalIPCell, portsCell, selectorCell} from './kubectl-cells.ts'
import type {ServiceListing} from './service-listing.ts'

export interface TableView {
  /** The one namespace that was asked about, which goes without saying; undefined is all. */
  readonly namespace: string | undefined
  /** Milliseconds since 1970. */
  readonly now: number
}

interface ShownColumn extends Column {
  readonly shown?: boolean
  readonly cell: (service: ServiceListing) => Line
}

/** Services a row each: kubectl's columns in its order, then what stands behind them. */
export function serviceTable(services: readonly ServiceListing[], {namespace, now}: TableView): Table {
  // Manifests state no age. Where one is known, kubectl has a word for the others.
  const hasAge = services.some(({creationTimestamp}) => creationTimestamp !== null)
  const columns: readonly ShownColumn[] = [
    {name: 'NAMESPACE', shown: namespace === undefined, cell: (service) => [service.namespace]},
    {name: 'NAME', cell: (service) => [{text: service.name, tone: 'name'}]},
    {name: 'TYPE', cell: (service) => [service.type]},
    {name: 'CLUSTER-IP', cell: (service) => [clusterIPCell(service)]},
    {name: 'EXTERNAL-IP', wide: false, cell: (service) => [externalIPCell(service, {wide: false})]},
    {name: 'EXTERNAL-IP', wide: true, cell: (service) => [externalIPCell(service, {wide: true})]},
    {name: 'PORT(S)', cell: (service) => [portsCell(service)]},
    {name: 'AGE', shown: hasAge, cell: (service) => [describeAge(service.creationTimestamp, now)]},
    {name: 'SELECTOR', wide: true, cell: (service) => [selectorCell(service)]},
    {name: 'ENDPOINTS', cell: (service) => [endpointsCell(service)]},
    {name: 'EXPOSURE', shown: services.some(({reach}) => reach !== undefined), cell: exposureCell},
    // The last column is the one that may be a sentence.
    {name: 'VERDICT', cell: verdictCell},
  ]
  const shown = columns.filter((column) => column.shown !== false)
  return {
    columns: shown.map(({name, wide}) => ({name, ...(wide !== undefined && {wide})})),
    rows: services.map((service) => shown.map(({cell}) => cell(service))),
  }
}

/** `2/3`, `1/1+` where there may be more, `2/3 and 1` with an address that is no pod of the Service. */
function endpointsCell({endpoints: {ready, total, atLeast, others}, verdict}: ServiceListing): string {
  if (verdict === 'external') return '–'
  if (ready === null || total === null) return '?'
  return `${ready}/${total}${atLeast ? '+' : ''}${others > 0 && verdict !== 'empty' ? ` and ${others}` : ''}`
}

/** What an ExternalName names is no part of the cluster; only by a route somebody comes in. */
function exposureCell({reach, type}: ServiceListing): Line {
  return reach === undefined || (type === 'ExternalName' && reach === 'none') ? ['–'] : [reachCell(reach)]
}

/** A Service that is gone is shown as it was last, which is no verdict any more. */
function verdictCell({verdict, reason, finding, event}: ServiceListing): Line {
  if (event === 'deleted') return [{text: 'deleted', tone: 'dim'}]
  const word = verdict === 'resolved' ? '' : ` ${verdict}`
  if (!finding) return [markOf(verdict), word]
  if (finding.rule === `routing/${reason}`) return [markOf(verdict), `${word}: ${finding.summary}`]
  return [markOf(verdict), `${word} ${reason === null ? 'but' : 'and'} ${finding.summary}`]
}
