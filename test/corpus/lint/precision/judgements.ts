import {readFileSync} from 'node:fs'
import {type Drawn, keyOf} from './draw.ts'

export interface Judgement {
  readonly verdict: 'right' | 'wrong'
  readonly why: string
}

/** What was judged, by the whole finding. Throws where a row has no verdict or no reason. */
export function readJudgements(): ReadonlyMap<string, Judgement> {
  const [, ...rows] = readFileSync(new URL('./judgements.tsv', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
  const judgements = new Map<string, Judgement>()
  for (const row of rows) {
    const [verdict, ...cells] = row.split('\t')
    const why = cells.pop() ?? ''
    if ((verdict !== 'right' && verdict !== 'wrong') || why === '') throw new Error(`judgements.tsv: no verdict or no reason: ${row}`)
    judgements.set(cells.join('\t'), {verdict, why})
  }
  return judgements
}

/** Rows of judgements.tsv that await a verdict and a reason. */
export function rowsToJudge(drawn: readonly Drawn[], judgements: ReadonlyMap<string, Judgement>): readonly string[] {
  return drawn.filter((one) => !judgements.has(keyOf(one))).map((one) => `?\t${keyOf(one)}\t?`)
}
