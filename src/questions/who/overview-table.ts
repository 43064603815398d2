import type {Line, Table} from '../../report.ts'
import {count, enumerate} from '../naming.ts'
import type {Access} from './access.ts'
import type {Audience} from './audience.ts'
import type {Roster} from './roster.ts'
import type {PortAnswer, ServiceAnswer, WhoVerdict} from './service-answer.ts'
import {markOfAccess} from './service-table.ts'
import {describePortOf, describeRegion} from './wording.ts'

/** What needs attention comes first. */
const ATTENTION: readonly WhoVerdict[] = ['dropped', 'rejected', 'partial', 'unknown', 'external', 'delivered']

/** A line for each Service, and one more for each further answer that some of its ports have. `answers` come in the order of their names. */
export function overviewTable(answers: readonly ServiceAnswer[], rosterOf: (answer: ServiceAnswer) => Roster | undefined): Table {
  const sorted = ATTENTION.flatMap((wanted) => answers.filter(({verdict}) => verdict === wanted))
  const cells = new Map<Audience, Line>()
  return {
    columns: [{name: 'NAMESPACE'}, {name: 'SERVICE'}, {name: 'PORTS'}, {name: 'WHO'}, {name: 'OUTSIDE'}],
    rows: sorted.flatMap((answer) => rowsOf(answer, rosterOf(answer), cells)),
    footer: footerOf(answers),
  }
}

function rowsOf(answer: ServiceAnswer, roster: Roster | undefined, cells: Map<Audience, Line>): readonly (readonly Line[])[] {
  const {service, ports} = answer
  const name: Line = [{text: service.name, tone: 'name'}]
  const [only, second] = ports
  if (!only) return [[[service.namespace], name, ['–'], emptyCell(answer), ['–']]]
  const whoCell = ({audience}: PortAnswer) => (audience && roster ? audienceCell(audience, roster, cells) : emptyCell(answer))
  if (!second) return [[[service.namespace], name, [describePortOf(only)], whoCell(only), outsideCell(only)]]
  const alike = new Map<string, {readonly ports: PortAnswer[]; readonly first: PortAnswer; readonly outside: Line}>()
  for (const port of ports) {
    const outside = outsideCell(port)
    const key = `${port.audience?.index} ${outside.map((span) => (typeof span === 'string' ? span : span.text))}`
    const known = alike.get(key)
    if (known) known.ports.push(port)
    else alike.set(key, {ports: [port], first: port, outside})
  }
  return [...alike.values()].map(({ports, first, outside}, index) => {
    const place: readonly Line[] = index === 0 ? [[service.namespace], name] : [[''], ['']]
    return [...place, [enumerate(ports.map(describePortOf))], whoCell(first), outside]
  })
}

function emptyCell({verdict}: ServiceAnswer): Line {
  switch (verdict) {
    case 'external':
      return ['– leads out of the cluster']
    case 'unknown':
      return [markOfAccess('unknown')]
    default:
      return [markOfAccess('denied'), ' no endpoint']
  }
}

function audienceCell(audience: Audience, roster: Roster, cells: Map<Audience, Line>): Line {
  const known = cells.get(audience)
  if (known) return known
  const {rows} = audience
  const [may, perhaps] = [roster.countIn(audience, 'allowed', 'partial'), roster.countIn(audience, 'unknown')]
  const isWhole = !rows.some(({access}) => access === 'partial')
  const cell = audienceLine(may, perhaps, isWhole, roster.total)
  cells.set(audience, cell)
  return cell
}

function audienceLine(may: number, perhaps: number, isWhole: boolean, total: number): Line {
  const some = isWhole ? '' : ', in part'
  if (may === total && perhaps === 0) return [markOfAccess(isWhole ? 'allowed' : 'partial'), ` everyone in the cluster${some}`]
  if (may > 0)
    return [
      markOfAccess(isWhole ? 'allowed' : 'partial'),
      ` ${may} of ${count(total, 'workload')}${perhaps > 0 ? `, perhaps ${perhaps}` : ''}${some}`,
    ]
  return perhaps > 0 ? [markOfAccess('unknown'), ` perhaps ${perhaps} of ${count(total, 'workload')}`] : [markOfAccess('denied'), ' nobody']
}

function outsideCell({outside}: PortAnswer): Line {
  if (!outside) return ['–']
  const having = (...accesses: readonly Access[]) => outside.filter(({value}) => accesses.includes(value.access))
  const may = having('allowed', 'partial')
  if (may.length > 0) return [enumerate([...new Set(may.map(describeRegion))])]
  return having('unknown').length > 0 ? [markOfAccess('unknown')] : ['nobody']
}

function footerOf(answers: readonly ServiceAnswer[]): Line {
  const counts = ATTENTION.toReversed().map((verdict) => [verdict, answers.filter((answer) => answer.verdict === verdict).length] as const)
  const words = counts.flatMap(([verdict, number]) => (number > 0 ? `${number} ${WORDS[verdict]}` : []))
  return [`${count(answers.length, 'Service')}: ${words.join(', ')}`]
}

const WORDS: Readonly<Record<WhoVerdict, string>> = {
  delivered: 'reached by somebody',
  partial: 'in part',
  unknown: 'unknown',
  dropped: 'reached by nobody',
  rejected: 'without endpoint',
  external: 'external',
}
