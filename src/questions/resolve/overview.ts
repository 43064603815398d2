import type {Service} from '../../cluster/service.ts'
import type {Line, Table} from '../../report.ts'
import {count, describeLabels} from '../naming.ts'
import {compareText} from '../order.ts'
import type {Judgement, Verdict} from './judgement.ts'
import {describePorts} from './port-column.ts'
import {describeReach} from './reach.ts'
import {describeCause} from './wording.ts'

/** What needs attention comes first. */
const ATTENTION: readonly Verdict[] = ['empty', 'partial', 'unknown', 'external', 'resolved']
const MARKS = {
  empty: ['✗', 'bad'],
  partial: ['✗', 'bad'],
  unknown: ['?', 'unsure'],
  external: ['✓', 'good'],
  resolved: ['✓', 'good'],
} as const

export function markOf(verdict: Verdict): {text: string; tone: 'bad' | 'unsure' | 'good'} {
  const [text, tone] = MARKS[verdict]
  return {text, tone}
}

/** Judgements in the order in which a reader wants them; the same input always gives the same order. */
export function sortByAttention(judgements: readonly Judgement[]): readonly Judgement[] {
  const rank = (judgement: Judgement) => ATTENTION.indexOf(judgement.verdict)
  return judgements.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      compareText(a.service.namespace, b.service.namespace) ||
      compareText(a.service.name, b.service.name) ||
      compareText(a.service.origin?.file ?? '', b.service.origin?.file ?? ''),
  )
}

/** `Headless` is no type of the API, but what a reader wants to know of such a ClusterIP. */
function typeOf({type, headless}: Service): string {
  return headless && type === 'ClusterIP' ? 'Headless' : type
}

/** The usual width of a terminal, and what PORTS has in any case. */
const [LINE_WIDTH, MIN_PORTS_WIDTH] = [80, 20]

/** What the other columns leave to PORTS: their longest cells, headings included, and two spaces between columns. */
function portsWidth(judgements: readonly Judgement[]): number {
  const widest = (heading: string, cell: (judgement: Judgement) => string) =>
    judgements.reduce((most, judgement) => Math.max(most, cell(judgement).length), heading.length) + 2
  const others =
    widest('NAMESPACE', ({service}) => service.namespace) +
    widest('SERVICE', ({service}) => service.name) +
    widest('TYPE', ({service}) => typeOf(service)) +
    widest('ENDPOINTS', describeReach) +
    'VERDICT'.length +
    2
  return Math.max(MIN_PORTS_WIDTH, LINE_WIDTH - others)
}

/** Many Services, a row each, in kubectl's look. */
export function overviewOf(judgements: readonly Judgement[]): Table {
  const width = portsWidth(judgements)
  const rows = judgements.map((judgement): Line[] => {
    const {service} = judgement
    return [
      [service.namespace],
      [{text: service.name, tone: 'name'}],
      [typeOf(service)],
      [describePorts(service, width)],
      [describePorts(service, Number.POSITIVE_INFINITY)],
      [describeReach(judgement)],
      verdictCell(judgement),
      [describeLabels(service.selectorLabels)],
      [service.origin?.file ?? '<live>'],
    ]
  })
  return {
    columns: [
      {name: 'NAMESPACE'},
      {name: 'SERVICE'},
      {name: 'TYPE'},
      {name: 'PORTS', wide: false},
      {name: 'PORTS', wide: true},
      {name: 'ENDPOINTS'},
      {name: 'VERDICT'},
      {name: 'SELECTOR', wide: true},
      {name: 'FILE', wide: true},
    ],
    rows,
    footer: [summarize(judgements)],
  }
}

function verdictCell({service, verdict, cause}: Judgement): Line {
  if (verdict === 'resolved') return [markOf(verdict)]
  return [markOf(verdict), cause ? ` ${verdict}: ${describeCause(cause, service).short}` : ` ${verdict}`]
}

/** `5 Services: 2 ok, 1 empty, 1 partial, 1 unknown`. */
export function summarize(judgements: readonly Pick<Judgement, 'verdict'>[]): string {
  const ok = judgements.filter(({verdict}) => verdict === 'resolved' || verdict === 'external').length
  const parts = (['empty', 'partial', 'unknown'] as const).flatMap((verdict) => {
    const number = judgements.filter((judgement) => judgement.verdict === verdict).length
    return number > 0 ? [`${number} ${verdict}`] : []
  })
  return `${count(judgements.length, 'Service')}: ${[`${ok} ok`, ...parts].join(', ')}`
}
