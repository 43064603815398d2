import type {OtherObject} from '../../../cluster/cluster.ts'
import {type Fields, fieldsOf, itemsOf, labelOf, labelsOf, textOf, valueAt} from '../../../cluster/fields.ts'
import {selectorFromLabels} from '../../../cluster/label-selector.ts'
import type {ForeignPolicy} from '../foreign-policy.ts'
import type {PodSet} from '../policy.ts'
import {EVERYTHING, named, podsAnywhere, podsBeside} from './subjects.ts'

/** Where a policy is for every namespace: Istio's default, and the one of the Istio add-on of AKS. */
export const ROOT_NAMESPACES: readonly string[] = ['istio-system', 'aks-istio-system']

/**
 * AuthorizationPolicy and PeerAuthentication. Proxies at the destination ask them after the packets have passed all policies of the network: they let
 * nothing pass that those forbid. A PeerAuthentication refuses who does not speak mutual TLS where it says STRICT. Whether the destination is in the mesh
 * at all is not looked at.
 * Source: istio.io/latest/docs/reference/config/security/authorization-policy, …/peer_authentication;
 * learn.microsoft.com/azure/aks/istio-meshconfig (its namespace)
 */
export function readIstioPolicy(object: OtherObject, others: readonly OtherObject[]): ForeignPolicy | undefined {
  const spec = fieldsOf(object.object['spec'])
  switch (object.kind) {
    case 'AuthorizationPolicy':
      return policyOf(object, authorizedPods(object, spec, others), mayDeny(object, spec))
    case 'PeerAuthentication':
      return policyOf(object, [selectedPods(object, spec, others)], isStrict(spec))
    default:
      return undefined
  }
}

function policyOf(object: OtherObject, subjects: readonly PodSet[], mayForbid: boolean): ForeignPolicy {
  const ingress = mayForbid ? ({mayAllow: false, mayForbid: 'anything'} as const) : undefined
  return {...named('Istio', object), subjects, nodes: [], ingress, egress: undefined}
}

function selectedPods(object: OtherObject, spec: Fields, others: readonly OtherObject[]): PodSet {
  const pods = selectorFromLabels(labelsOf(valueAt(spec, 'selector', 'matchLabels')))
  return isRoot(object.namespace, others) ? podsAnywhere(pods) : podsBeside(object, pods)
}

function isRoot(namespace: string, others: readonly OtherObject[]): boolean {
  if (ROOT_NAMESPACES.includes(namespace)) return true
  return others.some(({group, kind, name, object}) => {
    if (group !== '' || kind !== 'ConfigMap' || !name.startsWith('istio')) return false
    const stated = /^rootNamespace:\s*"?([^\s"]+)/m.exec(textOf(valueAt(object, 'data', 'mesh')) ?? '')?.[1]
    return stated === namespace
  })
}

/** Of a policy with targets: the pods of a gateway bear its name; behind a waypoint, which other namespaces may use too, anybody may be. */
function authorizedPods(object: OtherObject, spec: Fields, others: readonly OtherObject[]): readonly PodSet[] {
  const targets = [spec['targetRef'], ...itemsOf(spec['targetRefs'])].filter((target) => target !== undefined).map(fieldsOf)
  if (targets.length === 0) return [selectedPods(object, spec, others)]
  return targets.map(({kind, name}) => {
    if (kind === 'Service') return podsBeside(object, EVERYTHING)
    const gateway = others.find(
      (other) =>
        kind === 'Gateway' &&
        other.group === 'gateway.networking.k8s.io' &&
        other.kind === kind &&
        other.namespace === object.namespace &&
        other.name === name,
    )
    const className = textOf(valueAt(gateway?.object, 'spec', 'gatewayClassName'))
    if (gateway === undefined || className === undefined || className.includes('waypoint')) return podsAnywhere(EVERYTHING)
    return podsBeside(object, selectorFromLabels({'gateway.networking.k8s.io/gateway-name': gateway.name}))
  })
}

/**
 * AUDIT only writes down, and so does what is on trial; without rules DENY and CUSTOM match nothing. ALLOW denies whatever none of its kind matches, so
 * that one with a rule for everything denies nothing.
 */
function mayDeny({object}: OtherObject, {action, rules}: Fields): boolean {
  if (labelOf(labelsOf(valueAt(object, 'metadata', 'annotations')), 'istio.io/dry-run') === 'true') return false
  const stated = itemsOf(rules).map(fieldsOf)
  switch (action) {
    case 'AUDIT':
      return false
    case 'DENY':
    case 'CUSTOM':
      return stated.length > 0
    default:
      return !stated.some((rule) => Object.keys(rule).length === 0)
  }
}

function isStrict(spec: Fields): boolean {
  const ofPorts = Object.values(fieldsOf(spec['portLevelMtls']))
  return [spec['mtls'], ...ofPorts].some((part) => fieldsOf(part)['mode'] === 'STRICT')
}
