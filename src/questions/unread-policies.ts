import type {Cluster} from '../cluster/cluster.ts'
import {describeUnread} from '../cluster/read.ts'
import type {SideVerdict} from '../network/policy/judgement.ts'
import type {Party} from '../network/policy/party.ts'
import {findUnreadPolicy} from './reads/policy-reads.ts'

/** What kept policies from being read that may be for any of these; undefined where all were, and where manifests were read. */
export function describeUnreadPolicy({coverage}: Cluster, parties: readonly Party[]): string | undefined {
  if (!coverage) return undefined
  for (const party of parties) {
    const unread = party.kind === 'pod' ? findUnreadPolicy(coverage, party.group.namespace) : undefined
    if (unread) return describeUnread(unread)
  }
  return undefined
}

/** What one end says where something was not read that may say anything. */
export function unreadSide(message: string): SideVerdict {
  const doubt = {kind: 'unread', message} as const
  return {allowed: null, because: {kind: 'open', doubt, policy: undefined, rule: undefined, object: undefined}}
}
