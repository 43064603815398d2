import type {OtherObject} from '../../cluster/cluster.ts'
import {fieldsOf, itemsOf} from '../../cluster/fields.ts'
import {referenceTo} from '../../cluster/identity.ts'
import type {Path} from '../../cluster/object.ts'
import type {NamespaceSet, Peer, Policy, PolicyProblem, Rule} from './policy.ts'
import {readIPBlock} from './read-ip-block.ts'
import {readNetworkPolicyPort} from './read-policy-port.ts'
import {readSelector} from './read-selector.ts'

/**
 * Reads a NetworkPolicy (networking.k8s.io/v1) as the API server decodes, defaults and validates it; undefined for another kind. What it would refuse
 * becomes a problem with its place, and leaves open what hangs on it.
 */
export function readNetworkPolicy(object: OtherObject): Policy | undefined {
  const {group, kind, namespace, namespaceStated, name, origin} = object
  if (kind !== 'NetworkPolicy' || (group !== 'networking.k8s.io' && group !== 'extensions')) return undefined
  const spec = fieldsOf(object.object['spec'])
  const problems: PolicyProblem[] = []
  const own: NamespaceSet = {kind: 'named', namespace, isStated: namespaceStated}
  const types = readPolicyTypes(spec, problems)
  const rulesOf = (key: 'ingress' | 'egress') => itemsOf(spec[key]).map((rule, index) => readRule(rule, key, index, own, problems))
  return {
    kind: 'NetworkPolicy',
    tier: 'namespace',
    namespace,
    namespaceStated,
    name,
    priority: 0,
    // The field is no pointer in the API: without it the empty selector selects every pod.
    subject: {namespaces: own, pods: readSelector(spec['podSelector'] ?? {}, ['spec', 'podSelector'], problems)},
    ingress: types.has('Ingress') ? rulesOf('ingress') : undefined,
    egress: types.has('Egress') ? rulesOf('egress') : undefined,
    problems,
    reference: referenceTo(object),
    origin,
  }
}

/**
 * Without policyTypes a policy is for ingress, and for egress too where it has egress rules: an empty list is none (SetDefaults_NetworkPolicy in
 * k8s.io/kubernetes pkg/apis/networking/v1/defaults.go).
 */
function readPolicyTypes(spec: Readonly<Record<string, unknown>>, problems: PolicyProblem[]): ReadonlySet<string> {
  const stated = itemsOf(spec['policyTypes'])
  if (stated.length === 0) return new Set(['Ingress', ...(itemsOf(spec['egress']).length > 0 ? ['Egress'] : [])])
  for (const [index, type] of stated.entries()) {
    if (type === 'Ingress' || type === 'Egress') continue
    problems.push({
      word: 'policy-type',
      message: `${JSON.stringify(type)} is no policy type`,
      path: ['spec', 'policyTypes', index],
      fix: 'policyTypes are Ingress and Egress',
    })
  }
  return new Set(stated.filter((type) => type === 'Ingress' || type === 'Egress'))
}

function readRule(value: unknown, direction: 'ingress' | 'egress', index: number, own: NamespaceSet, problems: PolicyProblem[]): Rule {
  const rule = fieldsOf(value)
  const path: Path = ['spec', direction, index]
  const key = direction === 'ingress' ? 'from' : 'to'
  const peers = itemsOf(rule[key]).map((peer, place) => readPeer(peer, [...path, key, place], own, problems))
  const ports = itemsOf(rule['ports']).map((port, place) => readNetworkPolicyPort(port, [...path, 'ports', place], problems))
  return {
    action: 'allow',
    index,
    name: undefined,
    // Absent or empty, both match everything.
    peers: peers.length === 0 ? 'anyone' : peers,
    ports: ports.length === 0 ? 'any' : ports,
    path,
  }
}

/** A podSelector alone is for pods of the policy's own namespace, a namespaceSelector alone for all pods of the namespaces. */
function readPeer(value: unknown, path: Path, own: NamespaceSet, problems: PolicyProblem[]): Peer {
  const {podSelector, namespaceSelector, ipBlock} = fieldsOf(value)
  const isStated = (part: unknown) => part !== undefined && part !== null
  if (isStated(ipBlock)) {
    if (!isStated(podSelector) && !isStated(namespaceSelector)) return readIPBlock(ipBlock, [...path, 'ipBlock'], problems)
    return refuse('peer', 'a peer with an ipBlock may have no selector beside it', path, 'write them as two peers', problems)
  }
  if (!isStated(podSelector) && !isStated(namespaceSelector))
    return refuse(
      'peer',
      'a peer without podSelector, namespaceSelector and ipBlock is none',
      path,
      'leave from or to out to mean anyone',
      problems,
    )
  return {
    kind: 'pods',
    pods: {
      namespaces: isStated(namespaceSelector)
        ? {kind: 'selected', selector: readSelector(namespaceSelector, [...path, 'namespaceSelector'], problems)}
        : own,
      pods: readSelector(podSelector ?? {}, [...path, 'podSelector'], problems),
    },
  }
}

function refuse(word: string, message: string, path: Path, fix: string, problems: PolicyProblem[]): Peer {
  problems.push({word, message, path, fix})
  return {kind: 'not-understood', message}
}
