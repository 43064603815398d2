import type {Direction, Policy, PolicyKind, Rule} from '../../../network/policy/policy.ts'
import type {Line, Span, Table} from '../../../report.ts'
import {enumerate, nameWithReplicas, shortName} from '../../naming.ts'
import {fileSpan, type Places} from '../../places.ts'
import {placeOfPolicy} from '../../policy-data.ts'
import {describeScope, nameOfForeignPolicy, nameOfPolicy} from '../../policy-wording.ts'
import {hasPriority, type Isolation, type SelectingPolicy} from './isolation.ts'
import type {PolicedPods} from './policed-pods.ts'

/** More rules of one policy than these are counted. */
const MAX_RULES = 6

/**
 * What is for pods in each direction: a row for each policy, and one for each further rule; nothing for a direction that no policy is for. Where they
 * stand goes into `places`.
 */
export function detailsOf({ingress, egress}: PolicedPods, places: Places): readonly Table[] {
  return [...directionTables(ingress, 'ingress', places), ...directionTables(egress, 'egress', places)]
}

function directionTables(isolation: Isolation, direction: Direction, places: Places): readonly Table[] {
  const {policies, foreign} = isolation
  const rows = [
    ...policies.flatMap((one) => rowsOf(one, direction, places)),
    ...foreign.map((one): readonly Line[] => [[UNSURE, ' ', {text: nameOfForeignPolicy(one), tone: 'name'}], ['is not judged'], []]),
  ]
  if (rows.length === 0) return []
  return [
    {
      indent: 2,
      columns: [{name: direction.toUpperCase()}, {name: 'POLICY'}, {name: 'RULES'}, {name: 'FILE', wide: true}],
      rows: rows.map((row, index) => [index === 0 ? [stateOf(isolation)] : [], ...row]),
    },
  ]
}

const UNSURE: Span = {text: '?', tone: 'unsure'}

function stateOf({isolated}: Isolation): Span {
  return isolated === null ? UNSURE : isolated ? 'isolated' : 'open'
}

function rowsOf({policy, rules, doubt}: SelectingPolicy, direction: Direction, places: Places): readonly (readonly Line[])[] {
  const [first = 'nobody', ...further] = rulesOf(policy, rules, direction)
  const name: Line = [
    ...(doubt ? [UNSURE, ' '] : []),
    {text: nameOfPolicy(policy), tone: 'name'},
    ...(hasPriority(policy) ? [` (${policy.priority})`] : []),
  ]
  return [[name, [first], fileOf(policy, places)], ...further.map((rule): readonly Line[] => [[], [rule], []])]
}

function rulesOf({tier}: Policy, rules: readonly Rule[], direction: Direction): readonly string[] {
  const shown = rules.length > MAX_RULES ? rules.slice(0, MAX_RULES - 1) : rules
  const texts = shown.map((rule) => `${tier === 'namespace' ? '' : `${rule.action} `}${describeScope(rule, direction)}`)
  return shown.length === rules.length ? texts : [...texts, `and ${rules.length - shown.length} more`]
}

function fileOf(policy: Policy, places: Places): Line {
  const place = placeOfPolicy(policy, undefined)
  return place ? [fileSpan(place, places)] : []
}

/** Pods of several names, a row each. */
export function policedPodsTableOf(all: readonly PolicedPods[]): Table {
  return {
    columns: [{name: 'NAMESPACE'}, {name: 'POD'}, {name: 'INGRESS'}, {name: 'EGRESS'}],
    rows: all.map((one): Line[] => [
      [one.namespace],
      [{text: nameOfPods(one), tone: 'name'}],
      one.isOnHostNetwork ? [{text: 'host network', tone: 'dim'}] : cellOf(one.ingress),
      one.isOnHostNetwork ? [{text: 'host network', tone: 'dim'}] : cellOf(one.egress),
    ]),
  }
}

function nameOfPods({name, pods}: PolicedPods): string {
  const slash = name.indexOf('/')
  const counts = pods.map(({replicas}) => replicas)
  const total = counts.includes(null) ? null : counts.reduce<number>((sum, one) => sum + (one ?? 0), 0)
  return nameWithReplicas({kind: name.slice(0, slash), name: name.slice(slash + 1)}, total)
}

/** `isolated: default-deny and allow-web`, `open`, `open: anp/strict`. */
function cellOf(isolation: Isolation): Line {
  const names = [
    ...isolation.policies.map(({policy: {kind, name}}) => (kind === 'NetworkPolicy' ? name : `${SHORT_KINDS[kind]}/${name}`)),
    ...isolation.foreign.map(({reference}) => shortName(reference)),
  ]
  return names.length === 0 ? [stateOf(isolation)] : [stateOf(isolation), `: ${enumerate(names)}`]
}

/** The short names that their CustomResourceDefinitions state. */
const SHORT_KINDS: Readonly<Record<Exclude<PolicyKind, 'NetworkPolicy'>, string>> = {
  AdminNetworkPolicy: 'anp',
  BaselineAdminNetworkPolicy: 'banp',
  ClusterNetworkPolicy: 'cnp',
}
