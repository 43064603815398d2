import type {Path} from '../../cluster/object.ts'
import type {NamespaceSet, Peer, PolicyProblem} from './policy.ts'
import {isStated, readFields} from './read-fields.ts'
import {readIPBlock} from './read-ip-block.ts'
import {readSelector} from './read-selector.ts'

/**
 * Reads a NetworkPolicyPeer. A podSelector alone is for pods of the policy's `own` namespace, a namespaceSelector alone for all pods of the namespaces
 * (ValidateNetworkPolicyPeer says what may stand together).
 */
export function readPeer(value: unknown, path: Path, own: NamespaceSet, problems: PolicyProblem[]): Peer {
  const before = problems.length
  const fields = readFields(value, path, problems)
  if (!fields) return {kind: 'not-understood', message: problems[before]?.message ?? 'the peer is not valid'}
  const {podSelector, namespaceSelector, ipBlock} = fields
  if (!isStated(podSelector) && !isStated(namespaceSelector)) {
    if (isStated(ipBlock)) return readIPBlock(ipBlock, [...path, 'ipBlock'], problems)
    return refuse(
      'a peer without podSelector, namespaceSelector and ipBlock is none',
      path,
      'leave from or to out to mean anyone',
      problems,
    )
  }
  const pods = {
    namespaces: isStated(namespaceSelector)
      ? ({kind: 'selected', selector: readSelector(namespaceSelector, [...path, 'namespaceSelector'], problems)} as const)
      : own,
    pods: readSelector(podSelector ?? {}, [...path, 'podSelector'], problems),
  }
  if (!isStated(ipBlock)) return {kind: 'pods', pods}
  readIPBlock(ipBlock, [...path, 'ipBlock'], problems)
  return refuse('a peer with an ipBlock may have no selector beside it', path, 'write them as two peers', problems)
}

function refuse(message: string, path: Path, fix: string, problems: PolicyProblem[]): Peer {
  problems.push({word: 'peer', message, path, fix})
  return {kind: 'not-understood', message}
}
