import type {OtherObject} from '../../../cluster/cluster.ts'
import {fieldsOf, textOf, valueAt} from '../../../cluster/fields.ts'
import type {ForeignPolicy} from '../foreign-policy.ts'
import type {PodSet} from '../policy.ts'
import {EVERYTHING, named, podsBeside, selectorOf} from './subjects.ts'

/** What they say where nothing else does: everybody is let in. */
const OPEN = ['all-unauthenticated', 'audit']

/**
 * Server, ServerAuthorization and AuthorizationPolicy. A Server closes a port of its pods, and the two others open it for some: alone they forbid nothing,
 * but of one whose Server the input does not have it is not known which pods of the namespace it closes. Proxies at the destination ask them after all
 * policies of the network.
 * Source: linkerd.io/2/reference/authorization-policy
 */
export function readLinkerdPolicy(object: OtherObject, others: readonly OtherObject[]): ForeignPolicy | undefined {
  const spec = fieldsOf(object.object['spec'])
  switch (object.kind) {
    case 'Server':
      // An externalWorkloadSelector in its place selects machines outside of the cluster.
      return policyOf(
        object,
        spec['podSelector'] === undefined ? [] : [podsBeside(object, selectorOf(spec['podSelector']))],
        !OPEN.includes(textOf(spec['accessPolicy']) ?? ''),
      )
    case 'ServerAuthorization':
      return policyOf(object, [podsBeside(object, EVERYTHING)], !hasServer(object, textOf(valueAt(spec, 'server', 'name')), others))
    case 'AuthorizationPolicy': {
      const {kind, name} = fieldsOf(spec['targetRef'])
      return policyOf(object, [podsBeside(object, EVERYTHING)], !hasServer(object, kind === 'Server' ? textOf(name) : undefined, others))
    }
    default:
      return undefined
  }
}

function policyOf(object: OtherObject, subjects: readonly PodSet[], mayForbid: boolean): ForeignPolicy {
  const ingress = mayForbid ? ({mayAllow: false, mayForbid: 'anything'} as const) : undefined
  return {...named('Linkerd', object), subjects, nodes: [], ingress, egress: undefined}
}

/** Whether the input has the Server of this name beside an object, or any where none is named. */
function hasServer({group, namespace}: OtherObject, name: string | undefined, others: readonly OtherObject[]): boolean {
  return others.some(
    (other) => other.group === group && other.kind === 'Server' && other.namespace === namespace && (name ?? other.name) === other.name,
  )
}
