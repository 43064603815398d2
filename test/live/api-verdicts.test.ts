import {readFileSync, writeFileSync} from 'node:fs'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {resolve} from '../../src/questions/resolve/resolve.ts'
import {AT_LEAST, formatTable, recordTable, type Table} from './api-verdicts/table.ts'
import {type ControlPlane, startControlPlane} from './harness/control-plane.ts'
import {noteFigures} from './harness/figures.ts'
import {liveProblem} from './harness/requirements.ts'
import {clusterOf} from './scenario/observation.ts'
import {chooseSeed} from './scenario/seed.ts'

/**
 * The verdicts of the real API server on Services, sound and broken. The table of seed 1 is kept in test/fixtures/api-server, for tests that have no
 * server; `VERDICTS=write` writes it anew. `SEED=…` draws other Services, which are only read.
 */
const SEED = chooseSeed(1)
const KEPT = new URL('../fixtures/api-server/services.json', import.meta.url)

describe.skipIf(liveProblem())(`the API server's verdicts on the Services of seed ${SEED}`, () => {
  let controlPlane: ControlPlane
  let table: Table

  beforeAll(async () => {
    controlPlane = await startControlPlane()
    table = await recordTable(controlPlane.api, SEED)
    const refused = table.rows.filter(({verdict, created}) => (created?.verdict ?? verdict) === 'refused').length
    const figures = `${table.rows.length - refused} Services accepted and ${refused} refused`
    noteFigures(`verdicts: ${figures} by the API server (Kubernetes ${table.kubernetes}, seed ${SEED})`)
  })
  afterAll(() => controlPlane?.close())

  test.runIf(SEED === 1)('are those that are kept', () => {
    if (process.env['VERDICTS'] === 'write') writeFileSync(KEPT, formatTable(table))
    expect(formatTable(table).split('\n')).toEqual(readFileSync(KEPT, 'utf8').split('\n'))
  })

  test('are enough of both kinds', () => {
    const verdicts = table.rows.filter(({mutation}) => mutation !== null).map(({verdict, created}) => created?.verdict ?? verdict)
    for (const kind of ['accepted', 'refused'])
      expect(verdicts.filter((verdict) => verdict === kind).length).toBeGreaterThanOrEqual(AT_LEAST)
  })

  test('are yes for every sound Service', () => {
    expect(table.rows.filter(({mutation, verdict}) => mutation === null && verdict === 'refused')).toEqual([])
  })

  test('and each of them can be read and asked about, whatever the verdict', () => {
    for (const {object} of table.rows) {
      const ask = () =>
        resolve(clusterOf([object]), {
          targets: [],
          namespace: undefined,
          selector: undefined,
        })
      expect(ask, `SEED=${SEED}: ${JSON.stringify(object)}`).not.toThrow()
    }
  })
})
