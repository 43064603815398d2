import type {OtherObject} from '../../cluster/cluster.ts'
import {referenceTo} from '../../cluster/identity.ts'
import type {Path} from '../../cluster/object.ts'
import type {Direction, NamespaceSet, Policy, PolicyProblem, Rule} from './policy.ts'
import {readFields, readItems} from './read-fields.ts'
import {readPeer} from './read-peer.ts'
import {readNetworkPolicyPort} from './read-policy-port.ts'
import {readPolicyTypes} from './read-policy-types.ts'
import {readSelector} from './read-selector.ts'

/**
 * Reads a NetworkPolicy (networking.k8s.io/v1) as the API server decodes, defaults and validates it; undefined for another kind. What it would refuse
 * becomes a problem with its place, and leaves open what hangs on it.
 */
export function readNetworkPolicy(object: OtherObject): Policy | undefined {
  const {group, kind, namespace, namespaceStated, name, origin} = object
  if (kind !== 'NetworkPolicy' || (group !== 'networking.k8s.io' && group !== 'extensions')) return undefined
  const problems: PolicyProblem[] = []
  const spec = readFields(object.object['spec'], ['spec'], problems)
  const own: NamespaceSet = {kind: 'named', namespace, isStated: namespaceStated}
  // The field is no pointer in the API: without it the empty selector selects every pod. Of a spec that cannot be read nobody knows.
  const pods = spec && readSelector(spec['podSelector'] ?? {}, ['spec', 'podSelector'], problems)
  const types = readPolicyTypes(spec ?? {}, problems)
  const rulesOf = (direction: Direction): readonly Rule[] | undefined => {
    const rules = readRules(spec?.[direction], direction, own, problems)
    const doubt = types.possible.get(direction)
    if (types.certain.has(direction)) return rules
    return doubt === undefined ? undefined : [...rules, ruleNotUnderstood(doubt, rules.length, ['spec', 'policyTypes'])]
  }
  return {
    kind: 'NetworkPolicy',
    tier: 'namespace',
    namespace,
    namespaceStated,
    name,
    priority: 0,
    subject: {namespaces: own, pods},
    ingress: rulesOf('ingress'),
    egress: rulesOf('egress'),
    problems,
    reference: referenceTo(object),
    identity: object,
    origin,
  }
}

function readRules(value: unknown, direction: Direction, own: NamespaceSet, problems: PolicyProblem[]): readonly Rule[] {
  const path: Path = ['spec', direction]
  const rules = readItems(value, path, problems)
  if (rules) return rules.map((rule, index) => readRule(rule, direction, index, own, problems))
  return [ruleNotUnderstood(lastOf(problems), 0, path)]
}

function readRule(value: unknown, direction: Direction, index: number, own: NamespaceSet, problems: PolicyProblem[]): Rule {
  const path: Path = ['spec', direction, index]
  const rule = readFields(value, path, problems)
  if (!rule) return ruleNotUnderstood(lastOf(problems), index, path)
  const key = direction === 'ingress' ? 'from' : 'to'
  const stated = (name: string) => readItems(rule[name], [...path, name], problems)
  const peers = stated(key)?.map((peer, place) => readPeer(peer, [...path, key, place], own, problems))
  if (!peers) return ruleNotUnderstood(lastOf(problems), index, path)
  const ports = stated('ports')?.map((port, place) => readNetworkPolicyPort(port, [...path, 'ports', place], problems))
  return {
    action: 'allow',
    index,
    name: undefined,
    // Absent or empty, both match everything.
    peers: peers.length === 0 ? 'anyone' : peers,
    ports: ports?.length === 0 ? 'any' : (ports ?? [{kind: 'not-understood', message: lastOf(problems)}]),
    path,
  }
}

/** May match anything. */
function ruleNotUnderstood(message: string, index: number, path: Path): Rule {
  return {action: 'allow', index, name: undefined, peers: [{kind: 'not-understood', message}], ports: 'any', path}
}

/** What was just found wrong. */
function lastOf(problems: readonly PolicyProblem[]): string {
  return problems.at(-1)?.message ?? 'it is not valid'
}
