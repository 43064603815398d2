import {describe, expect, test} from 'vitest'
import {readPlan} from '../../../src/questions/plan/plan-field.ts'
import {planSubnets} from '../../../src/questions/plan/subnet-plan.ts'
import {parsePlanFile} from '../../../src/sources/plan-file.ts'

const TEXT = `pools:
  - name: apps
    count: 5
  - name: sys
    mode: System
    count: 1
network:
  addressSpace: 10.1.0.0/16
  peers:
    - {name: hub, ranges: 10.1.0.0/16}
`

describe('a finding about a plan file', () => {
  const stated = parsePlanFile('plan.yaml', TEXT)
  const places = (file: string | undefined) =>
    planSubnets(readPlan(stated), {explain: false, file}).findings.map(({rule, place}) => {
      const position = place && stated.locate(place.path)
      return [rule, place?.origin.file, position?.line, position?.column]
    })

  test('points at the part that it is about', () => {
    expect(places('plan.yaml')).toEqual([
      // The address space that the peer overlaps, and the second pool.
      ['plan/overlap', 'plan.yaml', 8, 17],
      ['plan/system-pool', 'plan.yaml', 4, 5],
    ])
  })

  test('points nowhere where the plan came from flags', () => {
    expect(places(undefined)).toEqual([
      ['plan/overlap', undefined, undefined, undefined],
      ['plan/system-pool', undefined, undefined, undefined],
    ])
  })
})
