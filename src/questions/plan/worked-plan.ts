import {MODES, type Mode} from '../../azure/mode.ts'
import {RULES} from '../../azure/modes.ts'
import type {Consequence, NamedRange} from '../../azure/overlaps.ts'
import type {Disagreement} from './disagreement.ts'
import {disagreementsOf} from './disagreements.ts'
import {type Layout, layoutOf, layoutViolations, strayViolations} from './layout.ts'
import {isInverse, type Option, optionOf} from './option.ts'
import {OWN_DEFAULTS} from './placed-cluster.ts'
import type {Plan} from './plan.ts'
import {type ProposedRange, podCidrOf, type RangePlan, rangePlanOf} from './range-plan.ts'
import {type Recommendation, recommendationOf} from './recommendation.ts'
import type {Violation} from './violation.ts'

/** An option with its layout and everything that speaks against it: of its own, of the layout, and of the ranges. */
export interface JudgedOption {
  readonly option: Option
  readonly layout: Layout
  readonly podCidr: ProposedRange | undefined
  readonly violations: readonly Violation[]
}

/** A plan, worked out in every mode that was asked for. */
export interface WorkedPlan {
  readonly ranges: RangePlan
  readonly judged: readonly JudgedOption[]
  readonly recommendation: Recommendation | undefined
  readonly recommended: JudgedOption | undefined
  readonly disagreements: readonly Disagreement[]
}

export function workOut(plan: Plan): WorkedPlan {
  const modes: readonly Mode[] = plan.modes.length > 0 ? plan.modes : MODES
  const ranges = rangePlanOf(plan)
  const judged = modes.map((mode): JudgedOption => {
    const option = optionOf(plan, mode, OWN_DEFAULTS)
    const layout = layoutOf(plan, option)
    return {
      option,
      layout,
      podCidr: podCidrOf(plan, mode, option.chosen.podCidr?.prefixLength, ranges),
      violations: [...option.violations, ...layoutViolations(layout), ...strayViolations(plan), ...rangeViolations(mode, ranges)],
    }
  })
  const fitting = judged.map(({option, violations}): Option => ({...option, violations, fits: violations.length === 0}))
  const recommendation = recommendationOf(plan, fitting, !isInverse(plan))
  return {
    ranges,
    judged,
    recommendation,
    recommended: judged.find(({option}) => option.mode === recommendation?.mode),
    disagreements: disagreementsOf(
      plan,
      judged.map(({option}) => option),
      ranges.serviceCidr.stated ? ranges.serviceCidr.range.prefixLength : undefined,
    ),
  }
}

/** Whether an option holds all that the plan asks of it. */
export function fits({violations}: JudgedOption): boolean {
  return violations.length === 0
}

/** Stated ranges that Azure refuses; a pod CIDR concerns only the modes that route by it. A default that collides is only a warning. */
function rangeViolations(mode: Mode, {matrix, remarks, serviceCidr}: RangePlan): readonly Violation[] {
  const usesPodCidr = RULES[mode].podSpace === 'pod CIDR' || mode === 'byo'
  const fatal = matrix.filter(({a, b, consequence}) => {
    if (consequence !== 'create fails' && consequence !== 'upgrade fails') return false
    const uses = [a.use, b.use]
    if (uses.includes('pod-cidr') && !usesPodCidr) return false
    return serviceCidr.stated || !(uses.includes('service-cidr') && [a, b].some(({name}) => name.endsWith('(default)')))
  })
  const refused = remarks.filter(({severity, message}) => severity === 'error' && (usesPodCidr || !message.startsWith('pod CIDR')))
  return [
    ...fatal.map(({a, b, consequence, source}) => ({id: 'overlap', message: overlapText(a, b, consequence), source})),
    ...refused.map(({message, source}) => ({id: 'service-range', message, source})),
  ]
}

/** Reserved ranges have a reason for a name. */
function overlapText(a: NamedRange, b: NamedRange, consequence: Consequence): string {
  return b.use.endsWith('-reserved')
    ? `${a.name} overlaps ${b.range.text}: ${consequence} (${b.name})`
    : `${a.name} and ${b.name} overlap: ${consequence}`
}
