import {labelOf} from '../../cluster/fields.ts'
import type {Endpoint} from '../../network/endpoints.ts'
import type {Column, Line, Table} from '../../report.ts'
import {count, ownerName, shortName} from '../naming.ts'
import type {Judgement} from './judgement.ts'
import type {NearMiss} from './near-miss.ts'
import {markOf} from './overview.ts'
import {reachOf} from './reach.ts'
import {describeCause} from './wording.ts'

/** The first line about one Service: the verdict, and the one cause. */
export function headlineOf(judgement: Judgement): Line {
  const {service, verdict, cause} = judgement
  return [
    markOf(verdict),
    ' ',
    {text: `${service.namespace}/${service.name}`, tone: 'name'},
    ` ${headlineText(judgement)}`,
    ...(cause ? [`: ${describeCause(cause).sentence}`] : []),
  ]
}

function headlineText(judgement: Judgement): string {
  const {service, verdict} = judgement
  const {reached, of, open} = reachOf(judgement)
  const noun = service.selector ? 'pod' : 'address'
  const plural = (number: number) => (noun === 'pod' ? count(number, 'pod') : `${number} ${number === 1 ? 'address' : 'addresses'}`)
  switch (verdict) {
    case 'resolved':
      return open ? `reaches ${plural(reached)} or more, as many as there are` : `reaches ${plural(reached)}`
    case 'partial':
      return reached === of ? 'reaches only a part' : `reaches ${reached} of ${plural(of)} on every port`
    case 'empty':
      return service.selector ? 'reaches no pod' : 'reaches nothing'
    case 'external':
      return `is another name for ${service.externalName ?? 'nothing'}: DNS answers with a CNAME`
    case 'unknown':
      return "can't be told from this input"
  }
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
    [portWords(endpoint)],
    [targetWords(endpoint)],
    [`${endpoint.address ?? ''}${endpoint.port === null ? '' : `:${endpoint.port}`}`],
    endpoint.ready === false
      ? [{text: endpoint.terminating ? 'terminating' : 'not ready', tone: 'bad'}]
      : [endpoint.ready === true ? 'ready' : ''],
    [endpoint.nodeName ?? ''],
    [endpoint.zone ?? ''],
  ])
  const gaps = backends.gaps.map((gap): Line[] => [
    [gap.servicePort.name ?? String(gap.servicePort.port)],
    [gap.pod.replicas !== null && gap.pod.replicas > 1 ? `${shortName(gap.pod.target)} ×${gap.pod.replicas}` : shortName(gap.pod.target)],
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

function portWords(endpoint: Endpoint): string {
  const protocol = endpoint.protocol === null || endpoint.protocol === 'TCP' ? '' : `/${endpoint.protocol}`
  return endpoint.portName === null ? `–${protocol}` : `${endpoint.portName}${protocol}`
}

function targetWords(endpoint: Endpoint): string {
  if (!endpoint.target) return 'EndpointSlice'
  const times = endpoint.replicas === null ? ' ×?' : endpoint.replicas > 1 ? ` ×${endpoint.replicas}` : ''
  return `${shortName(endpoint.target)}${times}`
}
