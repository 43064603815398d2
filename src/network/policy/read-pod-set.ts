import {fieldsOf, isMapping, itemsOf} from '../../cluster/fields.ts'
import type {Path} from '../../cluster/object.ts'
import type {ClusterPolicyApi} from './cluster-policy-api.ts'
import type {NamespaceSet, PodSet, PolicyProblem, Selector} from './policy.ts'
import {readSelector} from './read-selector.ts'

/** Reads whom a policy of the cluster is for; undefined where it does not say that in one way. */
export function readClusterSubject(value: unknown, api: ClusterPolicyApi, problems: PolicyProblem[]): PodSet | undefined {
  const path: Path = ['spec', 'subject']
  const {namespaces, pods} = fieldsOf(value)
  if (isStated(namespaces) && !isStated(pods)) return podsOfNamespaces(readSelector(namespaces, [...path, 'namespaces'], problems))
  if (isStated(pods) && !isStated(namespaces)) return readPodSet(pods, [...path, 'pods'], api, problems)
  const message = isStated(pods) ? 'the subject has both namespaces and pods' : 'the subject has neither namespaces nor pods'
  problems.push({word: 'subject', message, path, fix: 'a subject is either namespaces or pods; namespaces: {} is every pod'})
  return undefined
}

/** Reads `namespaces` of a peer: a selector of namespaces, all of whose pods are meant. */
export function readNamespacePeer(value: unknown, path: Path, problems: PolicyProblem[]): PodSet {
  return {namespaces: readNamespaces(value, path, problems), pods: []}
}

/** Reads `pods` of a subject or peer: those that one selector selects in the namespaces that another selects. */
export function readPodSet(value: unknown, path: Path, api: ClusterPolicyApi, problems: PolicyProblem[]): PodSet {
  const {namespaceSelector, namespaces, podSelector} = fieldsOf(value)
  const pods = required(podSelector, [...path, 'podSelector'], problems)
  if (isStated(namespaces) && api.portsField === 'ports')
    return {namespaces: readNamespaces(namespaces, [...path, 'namespaces'], problems), pods}
  const place = [...path, 'namespaceSelector']
  const selector =
    api.needsNamespaceSelector || isStated(namespaceSelector) ? required(namespaceSelector, place, problems) : ([] satisfies Selector)
  return {namespaces: {kind: 'selected', selector}, pods}
}

function podsOfNamespaces(selector: Selector): PodSet {
  return {namespaces: {kind: 'selected', selector}, pods: []}
}

function required(value: unknown, path: Path, problems: PolicyProblem[]): Selector {
  if (isStated(value)) return readSelector(value, path, problems)
  const key = String(path.at(-1))
  problems.push({word: 'selector', message: `it has no ${key}`, path: path.slice(0, -1), fix: `${key}: {} selects everything`})
  return undefined
}

/** What v1alpha1 had between `namespaces` and a selector before v0.1.2 (NamespacedPeer of v0.1.1). */
const EARLY_FIELDS = ['namespaceSelector', 'sameLabels', 'notSameLabels'] as const

function readNamespaces(value: unknown, path: Path, problems: PolicyProblem[]): NamespaceSet {
  const fields = fieldsOf(value)
  const [early, other] = EARLY_FIELDS.filter((key) => isStated(fields[key]))
  if (!isMapping(value) || early === undefined) return {kind: 'selected', selector: readSelector(value, path, problems)}
  if (other !== undefined) {
    problems.push({word: 'peer', message: `namespaces has both ${early} and ${other}`, path, fix: 'write them as two peers'})
    return {kind: 'selected', selector: undefined}
  }
  if (early === 'namespaceSelector') return {kind: 'selected', selector: readSelector(fields[early], [...path, early], problems)}
  const keys = itemsOf(fields[early]).filter((key) => typeof key === 'string')
  return {kind: early === 'sameLabels' ? 'same-labels' : 'not-same-labels', keys}
}

export function isStated(value: unknown): boolean {
  return value !== undefined && value !== null
}
