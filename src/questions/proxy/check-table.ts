import type {Line, Table} from '../../report.ts'
import {type Observation, portText} from './observation.ts'
import type {Problem} from './problem.ts'

/** Many in a row each; of one, which the first line tells, the rules that it was seen in. */
export function tablesOf(problems: readonly Problem[]): readonly Table[] {
  const [first, ...others] = problems
  if (!first) return []
  if (others.length > 0) return [problemTable(problems)]
  const shown = first.seenIn.slice(0, MOST_RULES).map(evidence)
  const more = first.seenIn.length - shown.length
  return more > 0 ? [...shown, {rows: [], footer: [{text: `  and ${more} more rules, see -o json`, tone: 'dim'}]}] : shown
}

const MOST_RULES = 3

function evidence({where, expected, actual}: Observation): Table {
  const rows = [
    ['in', where],
    ['expected', expected],
    ['found', actual],
  ]
  return {
    rows: rows.flatMap(([name, text]) => (text === null ? [] : [[[{text: name ?? '', tone: 'dim'}], [text ?? '']] as Line[]])),
    indent: 2,
  }
}

function problemTable(problems: readonly Problem[]): Table {
  const families = new Set(problems.map(({family}) => family))
  return {
    columns: [
      {name: 'SERVICE'},
      {name: 'RULES'},
      families.size > 1 ? {name: 'FAMILY'} : {name: 'FAMILY', wide: true},
      {name: 'WHAT'},
      {name: 'WHERE', wide: true},
      {name: 'EXPECTED', wide: true},
      {name: 'FOUND', wide: true},
    ],
    rows: problems.map(({port, kind, family, sentence, seenIn}): Line[] => [
      port ? [{text: portText(port), tone: 'name'}] : [{text: '<all>', tone: 'dim'}],
      [{text: kind, tone: 'bad'}],
      [family],
      [sentence],
      [[...new Set(seenIn.map(({where}) => where))].join(', ')],
      [rawText(seenIn.map(({expected}) => expected))],
      [rawText(seenIn.map(({actual}) => actual))],
    ]),
    indent: 2,
  }
}

function rawText(rules: readonly (string | null)[]): string {
  return [...new Set(rules.filter((rule) => rule !== null))].join('; ') || '–'
}
