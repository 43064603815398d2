import type {Cluster} from '../../cluster/cluster.ts'
import {judgeSide} from '../../network/policy/judgement.ts'
import {policiesAsEnforced} from '../policy-dataplane.ts'
import {describeBecause} from '../policy-wording.ts'
import type {Caller} from './caller.ts'
import {clientParties} from './client-parties.ts'

/** What to know of the policies of a client whose connection leaves the cluster: the name that it goes to may have any address. */
export function externalEgressNotes(cluster: Cluster, caller: Caller, protocol: string): readonly string[] {
  const set = policiesAsEnforced(cluster)
  if (set.all.length === 0 && set.foreign.length === 0) return []
  for (const source of clientParties(cluster, caller, undefined)) {
    const anywhere = {kind: 'outside', address: null} as const
    const {allowed, because} = judgeSide(set, 'egress', {
      source,
      destination: anywhere,
      port: {number: null, protocol, names: []},
      called: [],
    })
    if (allowed === true) continue
    const word =
      allowed === false ? `policies do not let ${caller.text} out there` : `whether policies let ${caller.text} out there is open`
    return [`${word}: ${describeBecause(because, 'egress')}`]
  }
  return []
}
