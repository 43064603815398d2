import {readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {describe, expect, it} from 'vitest'
import {readPlan} from '../../../src/questions/plan/plan-field.ts'
import {parsePlanFile} from '../../../src/sources/plan-file.ts'
import {ask} from './plans.ts'

describe('the shipped example: 3 pools, 4 % a month, 12 internal load balancers, one more cluster next year', () => {
  const file = fileURLToPath(new URL('../../../examples/plan/plan.yaml', import.meta.url))
  const report = ask(readPlan(parsePlanFile(file, readFileSync(file, 'utf8'))))
  it('is answered with a recommendation that holds for its two years', () => {
    expect(report.answer).toBe('positive')
    expect(report.findings.filter(({severity}) => severity === 'error')).toEqual([])
    expect(report.data.recommendation?.mode).toBe('overlay')
    const overlay = report.data.options.find(({mode}) => mode === 'overlay')
    // 1.04^24 = 2.5633: 3 → 8, 30 → 77, 40 → 103 nodes; surge 1, ⌈77 × 33 %⌉ = 26, spot 0; 12 frontends, 1 + 4 endpoints.
    expect(overlay).toMatchObject({nodes: 188, surge: 27})
    expect(overlay?.subnets[0]).toMatchObject({addresses: 188 + 27 + 17, prefixLength: 24})
    expect(overlay?.exhaustion?.month).toBeGreaterThan(24)
    expect(overlay?.clusters.map(({name}) => name)).toEqual(['next'])
  })
})
