import type {SideVerdict} from '../../network/policy/judgement.ts'
import {NAME_LABEL} from '../../network/policy/namespace-labels.ts'
import type {EndPort, Party} from '../../network/policy/party.ts'
import type {Direction} from '../../network/policy/policy.ts'
import {nameOfPolicy} from '../policy-wording.ts'

/** Labels that controllers give pods: whoever writes a policy means none of them. */
const CONTROLLERS_OWN =
  /^(pod-template-hash|rollouts-pod-template-hash|controller-revision-hash|pod-template-generation|controller-uid|job-name)$|^(statefulset|apps|batch)\.kubernetes\.io\//

/** What would let a connection pass that one end forbids, where it is meant to pass; null where that is for the whole cluster to say. */
export function mendOf({because}: SideVerdict, direction: Direction, other: Party, port: EndPort, own: string): string | null {
  if (because.kind === 'rule')
    return `if it is meant to pass, put a rule that allows it before ${nameOfPolicy(because.policy)}, rule ${because.rule.index + 1}`
  if (because.kind !== 'isolated') return null
  const [policy] = because.policies
  if (!policy) return null
  const key = direction === 'ingress' ? 'from' : 'to'
  const rule = {[key]: [peerOf(other, own)], ports: [portOf(port)]}
  const others = other.kind === 'node' ? ', and a block for each other node that may put its address there' : ''
  return `if it is meant to pass, add to spec.${direction} of NetworkPolicy ${nameOfPolicy(policy)}: ${flow(rule)}${others}`
}

function peerOf(party: Party, own: string): unknown {
  switch (party.kind) {
    case 'pod': {
      const {namespace, labels} = party.group
      const kept = Object.entries(labels.known).filter(([label]) => !CONTROLLERS_OWN.test(label))
      const podSelector = kept.length > 0 ? {matchLabels: Object.fromEntries(kept)} : {}
      return namespace === own ? {podSelector} : {namespaceSelector: {matchLabels: {[NAME_LABEL]: namespace}}, podSelector}
    }
    case 'node':
      return blockOf(party.addresses?.[0])
    case 'outside':
      return blockOf(party.address ?? undefined)
  }
}

function blockOf(address: string | undefined): unknown {
  if (address === undefined) return {ipBlock: {cidr: '0.0.0.0/0'}}
  return {ipBlock: {cidr: `${address}/${address.includes(':') ? 128 : 32}`}}
}

function portOf({number, protocol}: EndPort): unknown {
  return {...(number !== null && {port: number}), ...(protocol !== 'TCP' && {protocol})}
}

/** YAML on one line. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`
  if (typeof value !== 'object' || value === null)
    return typeof value === 'string' && !/^[a-zA-Z][\w./-]*$/.test(value) ? JSON.stringify(value) : String(value)
  const pairs = Object.entries(value).map(([key, inner]) => `${key}: ${flow(inner)}`)
  return `{${pairs.join(', ')}}`
}
