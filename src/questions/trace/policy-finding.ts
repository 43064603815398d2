import {valueAt} from '../../cluster/fields.ts'
import {referenceTo} from '../../cluster/identity.ts'
import type {Service} from '../../cluster/service.ts'
import type {Via} from '../../network/proxy/packet/entry.ts'
import type {RoutedPort} from '../../network/proxy/proxy-model.ts'
import type {TrafficPolicy} from '../../network/proxy/service-port.ts'
import type {Finding} from '../../report.ts'
import {fixWith, targetOf} from '../resolve/change.ts'

export type PolicyField = 'internalTrafficPolicy' | 'externalTrafficPolicy'

export function policyField(via: Via): PolicyField {
  return via === 'cluster-ip' ? 'internalTrafficPolicy' : 'externalTrafficPolicy'
}

/** The policy that holds for connections to an entry. */
export function policyOf({internalPolicy, externalPolicy}: RoutedPort, via: Via): TrafficPolicy {
  return via === 'cluster-ip' ? internalPolicy : externalPolicy
}

const MENDS: Readonly<Record<PolicyField, string>> = {
  externalTrafficPolicy: 'either run a pod on every node that gets traffic, or accept that pods see the address of a node:',
  internalTrafficPolicy: 'either run a pod on every node that has clients, or let traffic go to other nodes:',
}

/** Policy Local where some nodes have nobody to send traffic to. */
export function findLocalPolicy(service: Service, via: Via, message: string): Finding {
  const field = policyField(via)
  const change = {kind: 'set', target: targetOf(service, service.origin), path: ['spec', field], from: 'Local', to: 'Cluster'} as const
  return {
    rule: 'routing/no-local-endpoint',
    severity: 'warning',
    message,
    object: referenceTo(service),
    ...(service.origin && {place: {origin: service.origin, path: ['spec', field]}}),
    fix: fixWith(MENDS[field], [change]),
  }
}

/** The ranges that a Service allows to use its load balancer, as they are written. */
export function sourceRangesOf({object}: Service): readonly string[] {
  const ranges = valueAt(object, 'spec', 'loadBalancerSourceRanges')
  return Array.isArray(ranges) ? ranges.map(String) : []
}
