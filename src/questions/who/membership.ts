import {createLabelIndex} from '../../cluster/label-index.ts'
import type {PodGroup} from '../../network/policy/pod-group.ts'
import {includesGroup, includesNamespace} from '../../network/policy/pod-set.ts'
import type {PodSet} from '../../network/policy/policy.ts'
import type {PolicySet} from '../../network/policy/policy-set.ts'
import {isDoubt, type Truth} from '../../network/policy/truth.ts'
import {describeDoubt} from '../policy-wording.ts'

/** A group that is in a set of pods, or (a doubt) may be. */
interface Member {
  readonly group: PodGroup
  readonly truth: Truth
}

/** The groups of one namespace, and what of their labels is not known. */
interface Home {
  readonly groups: PodGroup[]
  readonly unknownKeys: Set<string>
  hasOpen: boolean
}

/** Of which sets a group is: `yes`, or why that is open, by the number of the set. Sets that it is not in are absent. */
export type Sets = ReadonlyMap<number, string>

/** Numbers the distinct sets of pods, and tells of which of them each group is. All sets must be numbered before any group is asked about. */
export interface Membership {
  /** Undefined for a set that is compared with the namespace of each policy's subject. */
  readonly numberOf: (set: PodSet) => number | undefined
  /** The same object for groups that are in the same sets. */
  readonly setsOf: (group: PodGroup) => Sets
}

/** One look-up for each distinct set, not one for each set and group. Numbers grow, so that groups in the same sets come by the same branches. */
export function createMembership(groups: readonly PodGroup[], around: PolicySet): Membership {
  const find = createSearch(groups, around)
  const numbers = new Map<string, number>()
  const branches = new Map<PodGroup, Branch>()
  const root = createBranch(undefined, NO_SETS)
  return {
    numberOf: (set) => {
      if (comparesNamespaces(set)) return undefined
      const key = JSON.stringify(set)
      const known = numbers.get(key)
      if (known !== undefined) return known
      const number = numbers.size
      numbers.set(key, number)
      for (const {group, truth} of find(set))
        branches.set(group, branchAt(branches.get(group) ?? root, number, isDoubt(truth) ? describeDoubt(truth) : 'yes'))
      return number
    },
    setsOf: (group) => setsAt(branches.get(group) ?? root),
  }
}

/** Groups that are in the same sets so far are at the same branch. */
interface Branch {
  /** Undefined where there is no set yet. */
  readonly last: {readonly before: Branch; readonly number: number; readonly truth: string} | undefined
  /** By the number of one set more, and how a group is in it. */
  readonly further: Map<number, Map<string, Branch>>
  /** Made when they are first asked for: many branches are only on the way. */
  sets: Sets | undefined
}

function createBranch(last: Branch['last'], sets?: Sets): Branch {
  return {last, further: new Map(), sets}
}

function branchAt(before: Branch, number: number, truth: string): Branch {
  const byTruth = before.further.get(number) ?? new Map<string, Branch>()
  before.further.set(number, byTruth)
  const branch = byTruth.get(truth) ?? createBranch({before, number, truth})
  byTruth.set(truth, branch)
  return branch
}

function setsAt(branch: Branch): Sets {
  if (branch.sets) return branch.sets
  const pairs: [number, string][] = []
  for (let {last} = branch; last; last = last.before.last) pairs.push([last.number, last.truth])
  branch.sets = new Map(pairs.reverse())
  return branch.sets
}

/** Equal for equal sets; the order in which they were numbered is that of every group. */
export function formatSets(sets: Sets): string {
  let text = ''
  for (const [number, truth] of sets) text += truth === 'yes' ? `${number},` : `${number} ${truth},`
  return text
}

export const NO_SETS: Sets = new Map()

/** Whether it depends on the namespace of the policy's subject who is in the set. */
export function comparesNamespaces({namespaces: {kind}}: PodSet): boolean {
  return kind === 'same-labels' || kind === 'not-same-labels'
}

function createSearch(groups: readonly PodGroup[], {namespaceLabels}: PolicySet): (set: PodSet) => readonly Member[] {
  const homes = new Map<string, Home>()
  for (const group of groups) {
    const key = homeOf(group)
    const home = homes.get(key) ?? {groups: [], unknownKeys: new Set(), hasOpen: false}
    homes.set(key, home)
    home.groups.push(group)
    home.hasOpen ||= group.labels.isOpen
    for (const label of group.labels.unknownValues) home.unknownKeys.add(label)
  }
  const index = createLabelIndex(groups, (group) => ({namespace: homeOf(group), labels: group.labels.known}))
  const unstated = [...homes.keys()].filter((key) => !key.startsWith(STATED))
  const candidates = ({namespaces}: PodSet): readonly string[] => {
    if (namespaces.kind !== 'named' || !namespaces.isStated) return [...homes.keys()]
    return [`${STATED}${namespaces.namespace}`, ...unstated]
  }
  const membersIn = (key: string, home: Home, set: PodSet): readonly Member[] => {
    const [sample] = home.groups
    const isThere = sample ? includesNamespace(set.namespaces, sample, namespaceLabels, sample) : false
    if (isThere === false) return []
    if (set.pods && isCertain(home, set)) return index.select(set.pods, key).map((group) => ({group, truth: isThere}))
    const judged = home.groups.map((group) => ({group, truth: includesGroup(set, group, namespaceLabels, group)}))
    return judged.filter(({truth}) => truth !== false)
  }
  return (set) =>
    candidates(set).flatMap((key) => {
      const home = homes.get(key)
      return home ? membersIn(key, home, set) : []
    })
}

/** Whether all labels are known that the set asks for. */
function isCertain({hasOpen, unknownKeys}: Home, {pods}: PodSet): boolean {
  return pods !== undefined && !hasOpen && !pods.some(({key}) => unknownKeys.has(key))
}

const STATED = 'in '

/** One string for each namespace; a group that names none is not in the same place as one that names the default. */
export function homeOf({namespace, namespaceStated}: Pick<PodGroup, 'namespace' | 'namespaceStated'>): string {
  return `${namespaceStated ? STATED : 'perhaps '}${namespace}`
}
