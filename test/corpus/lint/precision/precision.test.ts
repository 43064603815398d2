import {beforeAll, describe, expect, test} from 'vitest'
import {RULES} from '../../../../src/questions/lint/rules.ts'
import {hasCorpus} from '../../corpus.ts'
import {type Draw, type Drawn, drawFindings, keyOf} from './draw.ts'
import {readJudgements, rowsToJudge} from './judgements.ts'

const judgements = readJudgements()
const isRight = (one: Drawn) => judgements.get(keyOf(one))?.verdict === 'right'
const shareOfRight = (some: readonly Drawn[]) => some.filter(isRight).length / some.length

describe.skipIf(!hasCorpus)('what lint finds in manifests of others', () => {
  let draw: Draw = {errors: [], warnings: [], infos: []}

  beforeAll(async () => {
    draw = await drawFindings()
  }, 240_000)

  test('is judged, all of it: the README says how', () => {
    const {errors, warnings, infos} = draw
    expect(rowsToJudge([...errors, ...warnings, ...infos], judgements)).toEqual([])
  })

  test('is right', () => {
    const {errors, warnings, infos} = draw
    const all = [...errors, ...warnings, ...infos]
    const rows = RULES.flatMap(({id}) => {
      const own = all.filter(({rule}) => rule === id)
      const of = (severity: string) => own.filter((one) => one.severity === severity).length
      const wrong = own.filter((one) => !isRight(one)).length
      return own.length > 0 ? [{rule: id, errors: of('error'), warnings: of('warning'), infos: of('info'), wrong}] : []
    })
    console.table(rows)
    const percent = (some: readonly Drawn[]) => `${(shareOfRight(some) * 100).toFixed(1)} % of ${some.length}`
    console.log(`right: ${percent(errors)} errors, ${percent(warnings)} warnings, ${percent(infos)} infos`)
    const known = new Set(all.map(keyOf))
    const gone = [...judgements.keys()].filter((key) => !known.has(key))
    if (gone.length > 0) console.log(`${gone.length} judgements are of what is not drawn any more; take them away:\n${gone.join('\n')}`)
    expect(errors.length).toBeGreaterThanOrEqual(100)
    expect(warnings.length + infos.length).toBe(100)
    expect(shareOfRight(errors)).toBeGreaterThanOrEqual(0.98)
    expect(shareOfRight(warnings)).toBeGreaterThanOrEqual(0.9)
  })
})
