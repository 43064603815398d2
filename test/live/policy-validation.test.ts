import {readFileSync, writeFileSync} from 'node:fs'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {type ControlPlane, startControlPlane} from './harness/control-plane.ts'
import {noteFigures} from './harness/figures.ts'
import {liveProblem} from './harness/requirements.ts'
import {formatTable, recordTable, type Table} from './policy-validation/table.ts'

/**
 * The verdicts of the real API server on NetworkPolicies. They are kept in test/fixtures/api-server, where test/network/policy/validation.test.ts holds
 * the reader against them without a server; `VERDICTS=write` writes them anew.
 */
const KEPT = new URL('../fixtures/api-server/network-policies.json', import.meta.url)

describe.skipIf(liveProblem())("the API server's verdicts on NetworkPolicies", () => {
  let controlPlane: ControlPlane
  let table: Table

  beforeAll(async () => {
    controlPlane = await startControlPlane()
    table = await recordTable(controlPlane.api)
    const refused = table.rows.filter(({accepted}) => !accepted).length
    const figures = `${table.rows.length - refused} NetworkPolicies accepted and ${refused} refused`
    noteFigures(`policy verdicts: ${figures} by the API server (Kubernetes ${table.kubernetes})`)
  })
  afterAll(() => controlPlane?.close())

  test('are those that are kept', () => {
    if (process.env['VERDICTS'] === 'write') writeFileSync(KEPT, formatTable(table))
    expect(formatTable(table).split('\n')).toEqual(readFileSync(KEPT, 'utf8').split('\n'))
  })

  test('are enough of both kinds', () => {
    for (const wanted of [true, false]) expect(table.rows.filter(({accepted}) => accepted === wanted).length).toBeGreaterThanOrEqual(30)
  })
})
