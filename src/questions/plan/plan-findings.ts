import {KUBENET_RETIREMENT} from '../../azure/features.ts'
import {limitOf} from '../../azure/limits.ts'
import {RULES} from '../../azure/modes.ts'
import type {RangePair, RangeUse} from '../../azure/overlaps.ts'
import {DEFAULT_POD_CIDR} from '../../azure/service-range.ts'
import type {Path} from '../../cluster/object.ts'
import type {Finding, Severity} from '../../report.ts'
import {amount} from './amount.ts'
import {isInverse} from './option.ts'
import {maxPodsOf, OWN_DEFAULTS} from './placed-cluster.ts'
import type {Plan, PoolPlan} from './plan.ts'
import type {RangePlan} from './range-plan.ts'
import {checkText} from './violation.ts'
import type {JudgedOption, WorkedPlan} from './worked-plan.ts'

/** A finding, and the part of the plan that it is about. */
export type PlanFinding = Finding & {readonly path: Path}

/** Where a plan states the ranges of each use. */
const STATED: Readonly<Partial<Record<RangeUse, Path>>> = {
  vnet: ['network', 'addressSpace'],
  subnet: ['network', 'subnets'],
  peer: ['network', 'peers'],
  'on-premises': ['network', 'onPremises'],
  'service-cidr': ['network', 'serviceCidr'],
  'pod-cidr': ['network', 'podCidr'],
}

/** What a plan gets wrong, whatever the mode; and what the modes that were asked for, or all of them, cannot hold. */
export function planFindings(plan: Plan, {judged, ranges, recommended}: WorkedPlan): readonly PlanFinding[] {
  return [
    ...fitFindings(plan, judged),
    ...rangeFindings(ranges, judged),
    ...podCidrFindings(plan, judged, recommended),
    ...(isInverse(plan) ? [] : plan.pools.flatMap((pool, index) => systemPoolFindings(pool, ['pools', index]))),
    ...guidanceFindings(plan, judged, recommended),
  ]
}

/** `does-not-fit` names only what was asked for: a mode that the reader did not choose is no fault of the plan. */
function fitFindings(plan: Plan, judged: readonly JudgedOption[]): readonly PlanFinding[] {
  const failing = judged.filter(({violations}) => violations.length > 0)
  const none = failing.length === judged.length
  const asked = failing.filter(({option}) => none || plan.modes.includes(option.mode))
  // Modes that fail for one and the same reason are one finding.
  const reasons = new Map<string, {readonly modes: string[]; readonly mend: string | undefined}>()
  for (const {option, violations} of asked) {
    for (const {id, message, mend} of violations) {
      // Ranges have findings of their own.
      if (id === 'overlap' || id === 'service-range') continue
      const known = reasons.get(message)
      if (known) known.modes.push(option.mode)
      else reasons.set(message, {modes: [option.mode], mend})
    }
  }
  return [...reasons].map(([message, {modes, mend}]) => {
    const who = modes.length > 1 && modes.length === judged.length ? 'every mode' : modes.join(', ')
    return finding('plan/does-not-fit', 'error', `${who}: ${message}`, mend)
  })
}

function rangeFindings(ranges: RangePlan, judged: readonly JudgedOption[]): readonly PlanFinding[] {
  // A pod CIDR is nothing to modes that do not route by it.
  const routed = judged.some(({option: {mode}}) => RULES[mode].podSpace === 'pod CIDR' || mode === 'byo')
  const overlaps = ranges.matrix.flatMap((pair) => {
    if (!routed && (pair.a.use === 'pod-cidr' || pair.b.use === 'pod-cidr')) return []
    const severity = overlapSeverity(pair, ranges)
    if (severity === undefined) return []
    const other = pair.b.use.endsWith('-reserved') ? pair.b.range.text : `${pair.b.name} ${pair.b.range.text}`
    const message = `${pair.a.name} ${pair.a.range.text} overlaps ${other}: ${pair.consequence}: ${pair.why}`
    const instead = pair.b.name === DEFAULT_SERVICES && ranges.serviceCidr.instead
    return [
      finding(
        'plan/overlap',
        severity,
        message,
        instead ? `state another service CIDR, ${instead.text} for one` : undefined,
        STATED[pair.a.use] ?? ['network'],
      ),
    ]
  })
  const told = ranges.remarks.filter(({message}) => routed || !message.startsWith('pod CIDR'))
  const remarks = told.map(({severity, message, source}) =>
    finding('plan/service-range', severity, `${message} (${source})`, undefined, ['network', 'serviceCidr']),
  )
  return [...overlaps, ...remarks]
}

/** Who states no pod CIDR gets the default, whatever lies there already. */
function podCidrFindings(plan: Plan, judged: readonly JudgedOption[], recommended: JudgedOption | undefined): readonly PlanFinding[] {
  const asked = judged.find((one) => one.podCidr && (one === recommended || plan.modes.includes(one.option.mode)))
  if (!asked?.podCidr || asked.podCidr.collides.length === 0) return []
  const message = `the default pod CIDR ${DEFAULT_POD_CIDR} overlaps ${asked.podCidr.collides.join(', ')}: the cluster could not be made, or not reach it`
  return [finding('plan/overlap', 'warning', message, `state another pod CIDR, ${asked.podCidr.range.text} for one`, ['network'])]
}

const DEFAULT_SERVICES = 'service CIDR (default)'

/** A default that nobody chose is a warning with a way out, not an error. */
function overlapSeverity({a, b, consequence}: RangePair, ranges: RangePlan): Severity | undefined {
  const unchosen = !ranges.serviceCidr.stated && (a.name === DEFAULT_SERVICES || b.name === DEFAULT_SERVICES)
  switch (consequence) {
    case 'create fails':
    case 'upgrade fails':
      return unchosen ? 'warning' : 'error'
    case 'routing breaks':
      return 'warning'
    case 'unknown':
      return 'info'
    case 'allowed':
    case 'none':
      return undefined
  }
}

function systemPoolFindings(pool: PoolPlan, path: Path): readonly PlanFinding[] {
  const advised = limitOf('system-pool-nodes')
  if (pool.mode !== 'System' || (pool.count ?? advised) >= advised) return []
  return [
    finding(
      'plan/system-pool',
      'warning',
      `system pool ${pool.name} has ${pool.count} node; the API takes 1, the documents advise ${advised}, better 3`,
      undefined,
      path,
    ),
  ]
}

/** Guidance is judged for the modes that were asked for, or else for the recommended one. */
function guidanceFindings(plan: Plan, judged: readonly JudgedOption[], recommended: JudgedOption | undefined): readonly PlanFinding[] {
  const asked = judged.filter((one) => plan.modes.includes(one.option.mode) || one === recommended)
  return asked.flatMap(({option}) => {
    const over = option.checks.filter(({strength, used, allowed}) => strength === 'guidance' && used > allowed)
    const findings = over.map((check) => finding('plan/guidance', 'warning', `${option.mode}: ${checkText(check, option.chosen)}`))
    if (option.mode === 'kubenet')
      findings.push(
        finding(
          'plan/retirement',
          'warning',
          `kubenet retires ${KUBENET_RETIREMENT.on}`,
          'take overlay, the only way out that is supported',
        ),
      )
    const windows = plan.pools.filter(
      (pool) =>
        option.mode === 'overlay' &&
        pool.os === 'Windows' &&
        maxPodsOf(pool, 'overlay', OWN_DEFAULTS) > limitOf('windows-overlay-max-pods'),
    )
    findings.push(
      ...windows.map(({name}) =>
        finding(
          'plan/guidance',
          'warning',
          `pool ${name}: at most ${limitOf('windows-overlay-max-pods')} pods a node are advised for Windows with overlay`,
        ),
      ),
    )
    if (plan.loadBalancers.internal > 0 && option.usage.nodes > limitOf('internal-load-balancer-nodes')) {
      findings.push(
        finding(
          'plan/guidance',
          'info',
          `make the first internal load balancer before the cluster has ${amount(limitOf('internal-load-balancer-nodes'))} nodes`,
        ),
      )
    }
    return findings
  })
}

/** `path` is the part of the plan that it is about: where a plan file states it, the finding points there. */
function finding(rule: string, severity: Severity, message: string, mend?: string, path: Path = []): PlanFinding {
  return {rule, severity, message, object: null, path, ...(mend === undefined ? {} : {fix: {description: mend}})}
}
