import {FEATURE_IDS, FEATURES, KUBENET_RETIREMENT} from '../../azure/features.ts'
import {limitOf} from '../../azure/limits.ts'
import type {Mode} from '../../azure/mode.ts'
import {nodeAddresses} from '../../azure/modes/pod-subnet-dynamic.ts'
import {staticBlocks} from '../../azure/modes/pod-subnet-static.ts'
import type {Line, Span, Table} from '../../report.ts'
import {amount, counted} from './amount.ts'
import type {ChosenSubnet} from './given-room.ts'
import {type Option, takenOf} from './option.ts'
import type {Recommendation} from './recommendation.ts'
import {wasteOf} from './waste.ts'
import type {JudgedOption} from './worked-plan.ts'

/** Every mode side by side; those that fit first, the recommended one at the top. */
export function optionTable(judged: readonly JudgedOption[], recommendation: Recommendation | undefined): Table {
  const rank = ({option, violations}: JudgedOption): number => (option.mode === recommendation?.mode ? 0 : violations.length > 0 ? 2 : 1)
  const footer = firstLimitLine(judged, recommendation)
  return {
    columns: [
      {name: 'MODE'},
      {name: ''},
      {name: 'NODE SUBNET'},
      {name: 'POD SPACE'},
      {name: 'FITS UP TO'},
      ...WIDE.map((name) => ({name, wide: true, align: 'right' as const})),
      {name: 'WASTES', wide: true},
      {name: 'EXCLUDES', wide: true},
      {name: 'NOTES'},
    ],
    rows: judged.toSorted((a, b) => rank(a) - rank(b)).map((one) => optionRow(one, judged.length > 1 ? recommendation : undefined)),
    ...(footer ? {footer} : {}),
  }
}

function optionRow({option, violations}: JudgedOption, recommendation: Recommendation | undefined): readonly Line[] {
  const {mode, capacity} = option
  return [
    [{text: mode, tone: 'name'}],
    [mark(mode, violations.length === 0)],
    [subnetText(option, 'node', (taken, {usable}) => `${amount(taken)} of ${amount(usable)}`)],
    [podSpaceText(option)],
    [isOutOfQuestion(violations) ? '–' : counted(capacity.nodes, 'node')],
    ...momentsOf(option).map((addresses): Line => [amount(addresses)]),
    [amount(wasteOf(option).headroom)],
    [wasteOf(option).text],
    [excludedText(mode)],
    [noteText(option, violations[0]?.message, recommendation)],
  ]
}

/** Whether a mode lacks a feature or finds no place, so that no number of nodes is of use. */
function isOutOfQuestion(violations: JudgedOption['violations']): boolean {
  return violations.some(({id}) => id.startsWith('feature/') || id === 'address-space')
}

/** Addresses that a mode takes of the network, moment by moment. */
const WIDE = ['NOW', 'UPGRADE', 'FULL SCALE', 'PEAK', 'BLUE-GREEN', 'HEADROOM'] as const

function momentsOf({moments}: Option): readonly number[] {
  const {now, upgrade, fullScale, peak, blueGreen} = moments
  return [now, upgrade, fullScale, peak, blueGreen].map(({nodeAddresses: nodes, podAddresses: pods}) => nodes + pods)
}

/** What a mode surely lacks, by the names that `--require` takes. */
export function excludedText(mode: Mode): string {
  return FEATURE_IDS.filter((id) => FEATURES[id].modes[mode] === 'no').join(', ') || 'nothing documented'
}

function mark(mode: Mode, fits: boolean): Span {
  if (!fits) return {text: '✗', tone: 'bad'}
  return mode === 'kubenet' ? {text: '!', tone: 'unsure'} : {text: '✓', tone: 'good'}
}

function subnetText(option: Option, role: ChosenSubnet['role'], inside: (taken: number, subnet: ChosenSubnet) => string): string {
  const subnets = option.chosen.subnets.filter((subnet) => subnet.role === role)
  const [only] = subnets
  if (only && subnets.length === 1) return `/${only.prefixLength} (${inside(takenOf(only, option.usage), only)})`
  return subnets.map(({prefixLength}) => `/${prefixLength}`).join(' + ')
}

function podSpaceText(option: Option): string {
  const all = option.usage.nodes + option.usage.surge
  switch (option.mode) {
    case 'overlay':
    case 'kubenet':
      return `/${option.chosen.podCidr?.prefixLength ?? 0} (${amount(all)} × /${limitOf('pod-cidr-block')})`
    case 'pod-subnet-dynamic':
      return subnetText(option, 'pod', (taken) => amount(taken))
    case 'pod-subnet-static':
      return subnetText(option, 'pod', (taken) => `${amount(taken / limitOf('static-block'))} × /28`)
    case 'node-subnet':
      return 'in the same'
    case 'byo':
      return "the plugin's"
  }
}

function noteText(option: Option, violation: string | undefined, recommendation: Recommendation | undefined): string {
  if (violation !== undefined) return violation
  if (option.mode === recommendation?.mode) return `recommended: ${recommendation.because}`
  const most = Math.max(0, ...option.pools.map(({maxPods}) => maxPods))
  switch (option.mode) {
    case 'overlay':
      return 'pods outside the VNet'
    case 'pod-subnet-dynamic':
      return `${nodeAddresses(0, most)} addresses a node when idle`
    case 'pod-subnet-static':
      return `${counted(staticBlocks(most), 'block')} a node`
    case 'node-subnet':
      return 'every pod takes a VNet address'
    case 'byo':
      return 'no support for the CNI itself'
    case 'kubenet':
      return `retires ${KUBENET_RETIREMENT.on}`
  }
}

/** The recommended mode's first limit, or that of the only one that was asked for. */
function firstLimitLine(judged: readonly JudgedOption[], recommendation: Recommendation | undefined): Line | undefined {
  const one = judged.find(({option: {mode}}) => mode === recommendation?.mode) ?? (judged.length === 1 ? judged[0] : undefined)
  return one && !isOutOfQuestion(one.violations) ? [`First to run out: ${firstLimitText(one.option)}`] : undefined
}

/** `the /26 of nodes, at 54 nodes (54 + 6 > 59)`: in nodes where the limit counts nodes, else in its own unit. */
export function firstLimitText({capacity: {first, nodesThen, surgeThen}, chosen, usage}: Option): string {
  const subnet = chosen.subnets.find(({name, role}) => name === first.subject && first.id === `${role}-subnet`)
  const what = subnet ? `the /${subnet.prefixLength} of ${subnet.role === 'node' ? 'nodes' : 'pods'}` : LIMIT_NAMES[first.id]
  const guests = subnet?.role === 'node' && first.used - nodesThen - surgeThen
  const sum =
    typeof guests === 'number' && guests >= 0 && usage.nodes > 0 && guests < nodesThen + surgeThen
      ? `${amount(nodesThen)} + ${amount(surgeThen)}${guests > 0 ? ` + ${amount(guests)}` : ''}`
      : amount(first.used)
  return `${what ?? first.id}, at ${counted(nodesThen, 'node')} (${sum} > ${amount(first.allowed)})`
}

const LIMIT_NAMES: Partial<Record<string, string>> = {
  'pod-cidr': 'the pod CIDR',
  'snat-ports': 'the SNAT ports of the outbound addresses',
  'nodes-per-pool': 'the nodes of one pool',
  'nodes-per-cluster': 'the nodes of one cluster',
  'addresses-per-vnet': 'the addresses of one VNet',
  'addresses-per-peered-group': 'the addresses of a peered group',
  'routes-per-table': 'the routes of one table',
  'pods-per-overlay-cluster': 'the pods of one cluster',
  'pods-per-static-cluster': 'the pods of one cluster',
  'load-balancer-rules-per-nic': 'the load balancer rules of one NIC',
  'load-balancer-backend-configurations': 'the configurations behind one frontend',
}
