import type {Cluster} from '../../cluster/cluster.ts'
import type {Finding} from '../../report.ts'
import {type ForbiddenQuery, findForbiddenQuery} from '../dns-egress.ts'
import {decidersOf, placeOfPolicy} from '../policy-data.ts'
import {describeBecause} from '../policy-wording.ts'
import type {Caller} from './caller.ts'
import {clientParties} from './client-parties.ts'
import type {Explanation} from './explanation.ts'
import {mendOf} from './policy-mend.ts'

/** Why policies let a client ask the cluster's DNS nothing; undefined where they do, where it asks another, and where it cannot be told. */
export function findForbiddenDns(cluster: Cluster, caller: Caller): Explanation | undefined {
  if (!caller.stated || caller.client.kind !== 'pod' || caller.asker?.().resolver.server !== 'cluster') return undefined
  const query = findForbiddenQuery(cluster, clientParties(cluster, caller, undefined))
  return query && explainForbidden(caller, query)
}

function explainForbidden({text}: Caller, {connection, verdict}: ForbiddenQuery): Explanation {
  const {source, destination, port} = connection
  const [side, direction, other, own] =
    verdict.egress.allowed === false
      ? ([verdict.egress, 'egress', destination, source] as const)
      : ([verdict.ingress, 'ingress', source, destination] as const)
  const message = `policies keep ${text} from the cluster's DNS, ${port.number}/${port.protocol}: ${describeBecause(side.because, direction)}`
  const mend = mendOf(side, direction, other, port, own.kind === 'pod' ? own.group.namespace : '')
  const [decider] = decidersOf(side.because)
  const place = decider && placeOfPolicy(decider.policy, decider.rule)
  const finding: Finding = {
    rule: 'policy/egress-forgot-dns',
    severity: 'warning',
    message,
    object: decider?.policy.reference ?? null,
    ...(place && {place}),
    ...(mend !== null && {fix: {description: mend}}),
  }
  return {reason: 'policy-forbids-dns', message, ...(mend !== null && {advice: mend}), findings: [finding]}
}
