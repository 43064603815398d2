import type {RangePair} from '../../azure/overlaps.ts'
import {staticBand} from '../../azure/service-range.ts'
import {rangeSize} from '../../azure/subnet-size.ts'
import {explanationOf} from './explanation.ts'
import {growthData} from './growth-data.ts'
import {optionData} from './option-data.ts'
import {outboundData} from './outbound-data.ts'
import type {Plan} from './plan.ts'
import {poolsData} from './pool-data.ts'
import type {WorkedPlan} from './worked-plan.ts'

/** What json and yaml print: the schema is schemas/subnet-plan.json. */
export function planData(plan: Plan, worked: WorkedPlan) {
  const {ranges, recommendation, judged} = worked
  const options = judged.map(({option}) => option)
  return {
    pools: poolsData(plan),
    recommendation: recommendation ? {mode: recommendation.mode, reasons: recommendation.reasons} : null,
    options: judged.map((one) => optionData(one.option, {...one, recommended: one === worked.recommended})),
    serviceCidr: {
      range: ranges.serviceCidr.range.text,
      stated: ranges.serviceCidr.stated,
      addresses: rangeSize(ranges.serviceCidr.range.prefixLength),
      staticBand: staticBand(ranges.serviceCidr.range.prefixLength),
      collides: ranges.serviceCidr.collides,
      instead: ranges.serviceCidr.instead?.text ?? null,
      dnsServiceIp: ranges.dnsServiceIp,
    },
    overlaps: ranges.matrix.map(pairData),
    outbound: outboundData(plan, options[0]),
    growth: growthData(plan, options),
    disagreements: worked.disagreements,
    explanation: explanationOf(plan, options),
  }
}

export type PlanData = ReturnType<typeof planData>

function pairData({a, b, consequence, why, source}: RangePair) {
  const side = ({name, use, range}: RangePair['a']) => ({name, use, range: range.text})
  return {a: side(a), b: side(b), consequence, why, source: source === '' ? null : source}
}
