import {labelOf} from '../../cluster/fields.ts'
import type {Service} from '../../cluster/service.ts'
import type {Endpoint} from '../../network/endpoints/endpoint.ts'
import type {Column, Line, Table} from '../../report.ts'
import {count, nameWithReplicas, ownerName} from '../naming.ts'
import type {Judgement} from './judgement.ts'
import type {NearMiss} from './near-miss.ts'
import {markOf} from './overview.ts'
import {labelPort} from './port-column.ts'
import {reachOf} from './reach.ts'
import {describeCause} from './wording.ts'

/** The first line about one Service: the verdict, and the one cause. `port` is the only one of its ports that was asked for. */
export function headlineOf(judgement: Judgement, port?: string): Line {
  const {service, verdict, cause} = judgement
  return [
    markOf(verdict),
    ' ',
    {text: `${service.namespace}/${service.name}${port === undefined ? '' : `:${port}`}`, tone: 'name'},
    ` ${headlineText(judgement)}`,
    ...(cause ? [`: ${describeCause(cause, service).sentence}`] : []),
  ]
}

function headlineText(judgement: Judgement): string {
  const {service, verdict} = judgement
  const {reached, of, others, open} = reachOf(judgement)
  const plural = (number: number) => (service.selector ? count(number, 'pod') : `${number} ${number === 1 ? 'address' : 'addresses'}`)
  const headless = service.headless ? 'is headless and ' : ''
  const too = (before: string) => (others > 0 ? `${before}${otherAddresses(others)}` : '')
  switch (verdict) {
    case 'resolved':
      if (service.headless) return `is headless: DNS answers with ${dnsAnswer(judgement)}`
      return open ? `reaches ${plural(reached)} or more, as many as there are${too(', and ')}` : `reaches ${plural(reached)}${too(' and ')}`
    case 'partial':
      if (of === 0 && others > 0) return `${headless}reaches only ${otherAddresses(others)}`
      return `${headless}${reached === of ? 'reaches only a part' : `reaches ${reached} of ${plural(of)} on every port${too(', and ')}`}`
    case 'empty':
      return `${headless}${service.selector ? 'reaches no pod' : 'reaches nothing'}`
    case 'external':
      return `is another name for ${service.externalName ?? 'nothing'}: DNS answers with a CNAME`
    case 'unknown':
      return "can't be told from this input"
  }
}

function otherAddresses(number: number): string {
  return `${number} other ${number === 1 ? 'address' : 'addresses'}`
}

/** A headless Service has no virtual IP: clients see the addresses themselves. */
function dnsAnswer(judgement: Judgement): string {
  const {reached, others, open} = reachOf(judgement)
  const too = others > 0 ? ` and ${otherAddresses(others)}` : ''
  if (!judgement.service.selector) return reached === 1 ? 'its only address' : `its ${reached} addresses`
  if (open) return `the addresses of its pods, ${reached} or more${too}`
  return `${reached === 1 ? 'the address of its only pod' : `the addresses of its ${reached} pods`}${too}`
}

/** The evidence under the headline. */
export function evidenceOf(judgement: Judgement): readonly Table[] {
  const tables: Table[] = []
  if (judgement.cause?.kind === 'labels') tables.push(comparison(judgement, judgement.cause.miss))
  if (judgement.backends.endpoints.length > 0 || judgement.backends.gaps.length > 0) tables.push(endpointTable(judgement))
  return tables
}

/** The selector beside the labels of the pod that it comes nearest to. */
function comparison({service}: Judgement, miss: NearMiss): Table {
  const replicas = miss.pod.replicas === null ? '' : ` (${count(miss.pod.replicas, 'replica')})`
  const rows = Object.entries(service.selectorLabels).map(([key, value]): Line[] => {
    const difference = miss.differences.find((other) => other.key === key)
    const actual = difference?.actualKey ?? (labelOf(miss.pod.labels, key) === undefined ? undefined : key)
    const label = actual === undefined ? '–' : `${actual}: ${miss.pod.labels[actual]}`
    return [
      [`${key}: ${value}`],
      [label],
      difference ? [{text: difference.actual === null && !difference.actualKey ? '← missing' : '← differs', tone: 'bad'}] : [],
    ]
  })
  return {
    indent: 2,
    columns: [{name: 'SELECTOR'}, {name: `${ownerName(miss.pod)}${miss.pod.source === 'template' ? replicas : ''}`}, {name: ''}],
    rows,
  }
}

function endpointTable({service, backends}: Judgement): Table {
  const live = backends.endpoints.some((endpoint) => endpoint.address !== null)
  const rows = backends.endpoints.map((endpoint): Line[] => [
    [portWords(service, endpoint)],
    [targetWords(endpoint)],
    [`${endpoint.address ?? ''}${endpoint.port === null ? '' : `:${endpoint.port}`}`],
    endpoint.ready === false
      ? [{text: endpoint.terminating ? 'terminating' : 'not ready', tone: 'bad'}]
      : [endpoint.ready === true ? 'ready' : ''],
    [endpoint.nodeName ?? ''],
    [endpoint.zone ?? ''],
  ])
  const gaps = backends.gaps.map((gap): Line[] => [
    [labelPort(gap.servicePort)],
    [nameWithReplicas(gap.pod.target, gap.pod.replicas)],
    [gap.pod.addresses?.[0] ?? ''],
    [
      {
        text:
          gap.reason.kind === 'other-protocol'
            ? `port "${gap.servicePort.targetPort}" is ${gap.reason.declared.protocol}`
            : `no port "${gap.servicePort.targetPort}"`,
        tone: 'bad',
      },
    ],
    [gap.pod.nodeName ?? ''],
    [''],
  ])
  const columns = ['PORT', service.selector ? 'POD' : 'FROM', live ? 'ADDRESS' : 'TARGET', 'STATE', 'NODE', 'ZONE'].map((name) => ({name}))
  return {indent: 2, ...withoutEmptyColumns(columns, [...rows, ...gaps])}
}

/** A column says something, or is not there. */
function withoutEmptyColumns(columns: readonly Column[], rows: readonly Line[][]): Pick<Table, 'columns' | 'rows'> {
  const says = columns.map((_, index) =>
    rows.some((row) => row[index]?.some((span) => (typeof span === 'string' ? span : span.text) !== '')),
  )
  return {columns: columns.filter((_, index) => says[index]), rows: rows.map((row) => row.filter((_, index) => says[index]))}
}

/** kubectl's word for a port without name stands where the Service has no such port. */
function portWords(service: Service, {portName, protocol}: Endpoint): string {
  if (protocol === null) return ''
  const unnamed = portName === null && service.ports.find((port) => port.name === null && port.protocol === protocol)
  if (unnamed) return labelPort(unnamed)
  return `${portName ?? '<unset>'}${protocol === 'TCP' ? '' : `/${protocol}`}`
}

function targetWords(endpoint: Endpoint): string {
  return endpoint.target ? nameWithReplicas(endpoint.target, endpoint.replicas) : 'EndpointSlice'
}
