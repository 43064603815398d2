import {lastMonth} from '../../azure/growth.ts'
import {RULES} from '../../azure/modes.ts'
import {defaultSnatPorts} from '../../azure/snat.ts'
import type {Finding, Report, Table} from '../../report.ts'
import {disagreementNote} from './disagreement.ts'
import {growthText} from './growth-data.ts'
import {headlineOf} from './headline.ts'
import {isInverse} from './option.ts'
import {optionTable} from './option-table.ts'
import type {Plan} from './plan.ts'
import {type PlanData, planData} from './plan-data.ts'
import {type PlanFinding, planFindings} from './plan-findings.ts'
import {costTable, disagreementTables, explanationTable, findingTable, growthTable, overlapTable, subnetTable} from './plan-tables.ts'
import {requiredFeatures} from './required-features.ts'
import {fits, type JudgedOption, type WorkedPlan, workOut} from './worked-plan.ts'

export interface PlanParameters {
  /** Shows the arithmetic, what each mode costs and where documents disagree in the tables as well; `data` has them always. */
  readonly explain: boolean
  /** The plan file, for findings to point into; undefined where there is none. */
  readonly file?: string | undefined
}

/** How big the subnets must be in every networking mode, and what breaks first. Numbers and ranges in, a report out: no clock, no network. */
export function planSubnets(plan: Plan, {explain, file}: PlanParameters): Report<Finding, PlanData> {
  const worked = workOut(plan)
  const data = planData(plan, worked)
  const findings = planFindings(plan, worked)
  const found = findingTable(findings)
  return {
    kind: 'SubnetPlan',
    data,
    headline: headlineOf(
      plan,
      worked.judged.map(({option}) => option),
    ),
    tables: [...answerTables(plan, worked, explain), ...(explain ? auditTables(worked, data) : []), ...(found ? [found] : [])],
    findings: findings.map((found) => placeIn(file, found)),
    notes: [
      ...plan.notes,
      ...(worked.recommendation?.reasons ?? []),
      ...planNotes(plan, worked),
      ...(explain ? [] : disagreementNotes(worked)),
    ],
    names: [],
    answer: answerOf(plan, worked.judged),
  }
}

function placeIn(file: string | undefined, {path, ...finding}: PlanFinding): Finding {
  return file === undefined ? finding : {...finding, place: {origin: {file, document: 0, path: []}, path}}
}

/** Negative where a mode that was asked for does not fit, or none does. */
function answerOf(plan: Plan, judged: readonly JudgedOption[]): 'positive' | 'negative' {
  return (plan.modes.length > 0 ? judged.every(fits) : judged.some(fits)) ? 'positive' : 'negative'
}

/** What everybody is shown: the modes, the months, and the subnets and overlaps where there is more to them than the modes' table says. */
function answerTables(plan: Plan, worked: WorkedPlan, explain: boolean): readonly Table[] {
  const {judged, recommendation, ranges} = worked
  const shown = worked.recommended ?? (judged.length === 1 ? judged[0] : undefined)
  const beside = shown && (shown.option.companions.length > 0 || shown.option.clusters.length > 0 || shown.option.chosen.subnets.length > 2)
  const tables: (Table | undefined)[] = [
    optionTable(judged, recommendation),
    plan.growth && !isInverse(plan) ? growthTable(judged, growthText(plan.growth), lastMonth(plan.growth)) : undefined,
    shown && (beside || explain || plan.network.addressSpace.length > 0) ? subnetTable(shown.option, shown.layout) : undefined,
    ranges.ranges.length > 2 || explain ? overlapTable(ranges) : undefined,
  ]
  return tables.filter((table) => table !== undefined)
}

/** `--explain`: what can be held against the documents. */
function auditTables(worked: WorkedPlan, data: PlanData): readonly Table[] {
  return [costTable(data.options), ...disagreementTables(worked.disagreements), explanationTable(data.explanation)]
}

/** Overlay only; the defaults of configure-dual-stack.md. */
const DUAL_STACK =
  'dual stack: by default pods get 10.244.0.0/16 and fd12:3456:789a::/64 (a /80 a node), services 10.0.0.0/16 and fd12:3456:789a:1::/108; IPv6 subnets are exactly a /64'

function planNotes(plan: Plan, {judged}: WorkedPlan): readonly string[] {
  const notes: string[] = [...horizonNotes(plan)]
  if (plan.network.only && judged.some(({option: {mode}}) => RULES[mode].podSpace === 'pod subnet')) {
    notes.push('pod-subnet modes need two subnets: the range given is split in halves, the upper one for pods')
  }
  const largest = Math.max(
    0,
    ...judged.filter(({option: {mode}}) => RULES[mode].podSpace === 'pod CIDR').map(({option: {usage}}) => usage.nodes + usage.surge),
  )
  if (largest > 256 && !plan.network.podCidr) {
    notes.push('the default pod CIDR 10.244.0.0/16 ends at 256 nodes, surge included: state a larger one when the cluster is made')
  }
  const tight = judged.some(({option}) => option.capacity.first.id === 'pod-cidr')
  if (tight && !plan.network.podCidr) notes.push('the pod CIDR is the smallest that fits; a larger one takes nothing from the network')
  if (requiredFeatures(plan).includes('dual-stack')) notes.push(DUAL_STACK)
  const silent = plan.network.peers.filter(({inUse}) => inUse === undefined).map(({name}) => name)
  if (silent.length > 0)
    notes.push(
      `can't tell how many addresses are in use in ${silent.map((name) => `peer ${name}`).join(', ')}: state inUse to hold the limit of a peered group against it`,
    )
  notes.push(...snatNotes(plan, judged))
  if (judged.some(({option: {mode}}) => mode === 'node-subnet')) {
    notes.push('node-subnet: an upper bound; AKS reserves a little less, by an amount that it does not publish')
  }
  return notes
}

/** A horizon that the growth says nothing about. */
function horizonNotes({growth, horizon}: Plan): readonly string[] {
  if (horizon === 0) return []
  if (!growth) return [`the horizon of ${horizon} months changes nothing: no growth is stated`]
  const last = lastMonth(growth)
  return horizon > last ? [`the growth is stated for ${last} months; what comes after them is taken to stay as it is then`] : []
}

/** A default that documents disagree about has to be seen by whoever leaves it to them; `--explain` has tables of them. */
function disagreementNotes({disagreements}: WorkedPlan): readonly string[] {
  return disagreements.map(disagreementNote).filter((note) => note !== undefined)
}

/** Ports that Azure chooses shrink as the pool grows, which breaks connections that nobody touched. */
function snatNotes({outbound}: Plan, judged: readonly JudgedOption[]): readonly string[] {
  const moments = judged[0]?.option.moments
  if (outbound?.kind !== 'load-balancer' || outbound.portsPerNode > 0 || !moments) return []
  const [now, then] = [moments.now, moments.peak].map(({nodes, surge}) => defaultSnatPorts(nodes + surge))
  if (now === then) return [`Azure gives every node ${now ?? 'an undocumented number of'} SNAT ports`]
  return [
    `Azure gives every node ${now ?? 'an undocumented number of'} SNAT ports now, ${then ?? 'an undocumented number'} at full scale: state portsPerNode to keep them`,
  ]
}
