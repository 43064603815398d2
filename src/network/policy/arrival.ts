import type {LocatedDoubt} from './doubt.ts'
import {judgeSide, type PolicyVerdict, type SideVerdict, unlessExempt} from './judgement.ts'
import type {CalledAddress, EndPort, Party} from './party.ts'
import type {PolicySet} from './policy-set.ts'

/** A connection that came by way of a Service. */
export interface ServiceArrival {
  /** Who opened it. */
  readonly client: Party
  /** Whose address the destination sees: the client's own, or a node's that put its own in its place. */
  readonly seen: Party
  /** Whether whoever enforces policies at the destination can see nothing but that: it was rewritten before, on another machine. */
  readonly isRewrittenBefore: boolean
  readonly destination: Party
  /** The pod's own port. */
  readonly port: EndPort
  /** The Service's addresses and ports by which it was called. */
  readonly called: readonly CalledAddress[]
}

/**
 * Whether policies let a connection through a Service pass. On the client's side the destination is the pod behind the Service, at its own port. On the
 * pod's side the source is whose address arrives there. Where an address was rewritten, "it is not defined whether this happens before or after
 * NetworkPolicy processing" (https://kubernetes.io/docs/concepts/services-networking/network-policies/): what would be judged otherwise before is not told.
 */
export function judgeArrival(set: PolicySet, arrival: ServiceArrival): PolicyVerdict {
  const {client, seen, isRewrittenBefore, destination, port, called} = arrival
  const asSent = {source: client, destination, port, called}
  return unlessExempt(set, asSent, () => {
    const egress = judgeSide(set, 'egress', asSent)
    const arrived = judgeSide(set, 'ingress', {...asSent, source: seen})
    if (isKept(client, seen) || isRewrittenBefore) return {egress, ingress: arrived}
    return {egress, ingress: agree(arrived, judgeSide(set, 'ingress', asSent), seen)}
  })
}

/** Whether it is the client whose address arrives. */
function isKept(client: Party, seen: Party): boolean {
  return client.kind === seen.kind && (client.kind !== 'node' || seen.kind !== 'node' || client.name === seen.name)
}

function agree(arrived: SideVerdict, sent: SideVerdict, seen: Party): SideVerdict {
  if (arrived.allowed === sent.allowed) return arrived
  const open = [arrived, sent].find(({allowed}) => allowed === null)
  if (open) return open
  const [only = null, ...others] = seen.kind === 'outside' ? [seen.address] : (seen.addresses ?? [])
  const address = others.length > 0 ? null : only
  const {because} = arrived.allowed ? arrived : sent
  const by = because.kind === 'rule' ? because : undefined
  const doubt: LocatedDoubt = {
    doubt: {kind: 'rewritten', address, what: 'source'},
    policy: by?.policy,
    rule: by?.rule,
    object: by?.policy.reference,
  }
  return {allowed: null, because: {kind: 'open', ...doubt}}
}
