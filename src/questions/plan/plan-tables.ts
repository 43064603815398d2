import type {RangePair} from '../../azure/overlaps.ts'
import {rangeSize, usableAddresses} from '../../azure/subnet-size.ts'
import type {Finding, Line, Severity, Table, Tone} from '../../report.ts'
import {amount} from './amount.ts'
import type {Disagreement} from './disagreement.ts'
import type {ExplanationLine} from './explanation.ts'
import type {Layout} from './layout.ts'
import type {Option} from './option.ts'
import type {OptionData} from './option-data.ts'
import {excludedText} from './option-table.ts'
import type {RangePlan} from './range-plan.ts'
import {checkName} from './violation.ts'
import type {JudgedOption} from './worked-plan.ts'

/** The month in which each mode is full. */
export function growthTable(judged: readonly JudgedOption[], rate: string, months: number): Table {
  return {
    title: [`Growing ${rate}`],
    columns: [{name: 'MODE'}, {name: 'FULL IN'}, {name: 'NODES'}, {name: 'FIRST TO RUN OUT'}],
    rows: judged.map(({option}): readonly Line[] => {
      const {exhaustion} = option
      if (!exhaustion) return [[option.mode], [`not within ${months} months`], [''], ['']]
      const {first} = exhaustion
      const when = exhaustion.month === 0 ? 'already' : `month ${exhaustion.month}`
      return [
        [option.mode],
        [{text: when, tone: 'name'}],
        [`${amount(exhaustion.nodes)} + ${amount(exhaustion.surge)}`],
        [`${checkName(first, option.chosen)} (${amount(first.used)} > ${amount(first.allowed)})`],
      ]
    }),
  }
}

/** The subnets of one option, companions and further clusters with them, and where they would lie. */
export function subnetTable(option: Option, layout: Layout): Table {
  const place = (name: string): string => layout.placement?.placed.find((one) => one.name === name)?.range.text ?? ''
  const rows: (readonly Line[])[] = option.chosen.subnets.map(({name, prefixLength, usable, given}) => [
    [name],
    [`/${prefixLength}`],
    [amount(usable)],
    [given ? `${given.text} (given)` : place(name)],
    [''],
  ])
  for (const {plan, chosen} of option.clusters) {
    for (const {name, prefixLength, usable} of chosen.subnets) {
      rows.push([
        [name],
        [`/${prefixLength}`],
        [amount(usable)],
        [place(name)],
        [{text: `cluster ${plan.name}${plan.fromMonth > 0 ? `, from month ${plan.fromMonth}` : ''}`, tone: 'dim'}],
      ])
    }
  }
  for (const {role, prefixLength, why} of option.companions) {
    rows.push([[role], [`/${prefixLength}`], [amount(usableAddresses(prefixLength))], [place(role)], [{text: why, tone: 'dim'}]])
  }
  const smallest = layout.smallestNetwork
  return {
    title: [`Subnets for ${option.mode}`],
    columns: [{name: 'SUBNET'}, {name: 'SIZE'}, {name: 'USABLE', align: 'right'}, {name: 'PLACE'}, {name: 'WHY'}],
    rows,
    ...(smallest === undefined
      ? {}
      : {footer: [`Together they fit in a network of /${smallest} (${amount(rangeSize(smallest))} addresses).`]}),
  }
}

const SIGNS: Record<RangePair['consequence'], string> = {
  none: '·',
  allowed: '✓',
  'create fails': 'C',
  'upgrade fails': 'U',
  'routing breaks': 'R',
  unknown: '?',
}

/** Every range against every other; a range that touches a reserved one says so in its last column. */
export function overlapTable({ranges, matrix}: RangePlan): Table | undefined {
  if (ranges.length < 2) return undefined
  const reserved = (index: number): string =>
    matrix.find(({a, b}) => a === ranges[index] && b.use.endsWith('-reserved'))?.b.range.text ?? ''
  const sign = (row: number, column: number): Line => {
    if (column >= row) return ['']
    const [a, b] = [ranges[row], ranges[column]]
    const pair = matrix.find((one) => (one.a === a && one.b === b) || (one.a === b && one.b === a))
    const consequence = pair?.consequence ?? 'none'
    return [
      consequence === 'none' || consequence === 'allowed'
        ? SIGNS[consequence]
        : {text: SIGNS[consequence], tone: consequence === 'unknown' ? 'unsure' : 'bad'},
    ]
  }
  return {
    title: ['Overlaps'],
    columns: [
      {name: '#', align: 'right'},
      {name: 'NAME'},
      {name: 'RANGE'},
      ...ranges.slice(0, -1).map((_, index) => ({name: String(index + 1)})),
      {name: 'RESERVED'},
    ],
    rows: ranges.map((range, row) => [
      [String(row + 1)],
      [range.name],
      [range.range.text],
      ...ranges.slice(0, -1).map((_, column) => sign(row, column)),
      [{text: reserved(row), tone: 'bad'}],
    ]),
    footer: [{text: '· apart  ✓ allowed  C create fails  U upgrade fails  R routing breaks  ? not documented', tone: 'dim'}],
  }
}

/** Both answers, wherever documents disagree: a small table a question. */
export function disagreementTables(disagreements: readonly Disagreement[]): readonly Table[] {
  return disagreements.map(({question, answers}) => ({
    title: ['The documents disagree ', {text: question, tone: 'name'}],
    columns: [{name: 'ANSWER'}, {name: 'EFFECT'}, {name: 'SOURCE'}],
    rows: answers.map(({answer, effect, source, taken}): readonly Line[] => [
      [answer, taken ? {text: ' (taken)', tone: 'good'} : ''],
      [effect],
      [{text: shortSource(source), tone: 'dim'}],
    ]),
    indent: 2,
  }))
}

/** Documents by a short name of their repository, which the footer of the arithmetic spells out. */
function shortSource(source: string): string {
  return source
    .replaceAll('MicrosoftDocs/azure-aks-docs articles/aks/', 'aks-docs/')
    .replaceAll('MicrosoftDocs/azure-docs ', 'azure-docs/')
    .replaceAll('MicrosoftDocs/SupportArticles-docs ', 'support/')
}

/** `--explain`: the arithmetic, line by line. */
export function explanationTable(lines: readonly ExplanationLine[]): Table {
  return {
    title: ['The arithmetic: N nodes, S surge nodes, P max-pods'],
    columns: [{name: 'MODE'}, {name: 'WHAT'}, {name: 'ARITHMETIC'}, {name: 'SOURCE'}],
    rows: lines.map(({mode, what, arithmetic, source}, index) => [
      [mode !== null && lines[index - 1]?.mode !== mode ? {text: mode, tone: 'name'} : ''],
      [what],
      [arithmetic],
      [{text: shortSource(source), tone: 'dim'}],
    ]),
    footer: [
      {text: 'aks-docs, azure-docs, support: MicrosoftDocs/azure-aks-docs articles/aks, azure-docs, SupportArticles-docs', tone: 'dim'},
    ],
  }
}

/** What every mode excludes, and what it wastes. */
export function costTable(options: readonly OptionData[]): Table {
  const total = ({nodeAddresses: nodes, podAddresses: pods}: OptionData['moments']['now']): Line => [amount(nodes + pods)]
  return {
    title: ['What each costs: addresses of the network at five moments, and what is lost'],
    columns: [
      {name: 'MODE'},
      ...['NOW', 'UPGRADE', 'FULL SCALE', 'PEAK', 'BLUE-GREEN', 'HEADROOM'].map((name) => ({name, align: 'right' as const})),
      {name: 'WASTES AND EXCLUDES'},
    ],
    rows: options.flatMap(({mode, moments, waste}): readonly (readonly Line[])[] => [
      [
        [mode],
        total(moments.now),
        total(moments.upgrade),
        total(moments.fullScale),
        total(moments.peak),
        total(moments.blueGreen),
        [amount(waste.headroom)],
        [waste.text],
      ],
      [[''], [''], [''], [''], [''], [''], [''], [{text: `excludes ${excludedText(mode)}`, tone: 'dim'}]],
    ]),
  }
}

const TONES: Record<Severity, Tone> = {error: 'bad', warning: 'unsure', info: 'dim'}

/** What is wrong with the plan itself, and the way out where there is one. */
export function findingTable(findings: readonly Finding[]): Table | undefined {
  if (findings.length === 0) return undefined
  return {
    rows: findings.map(({severity, message, fix}): readonly Line[] => [
      [{text: severity, tone: TONES[severity]}],
      [message, ...(fix ? [{text: ` – ${fix.description}`, tone: 'dim' as const}] : [])],
    ]),
  }
}
