import type {Service} from '../../../cluster/service.ts'
import {annotationOf, type Balancer, parseBool, placed, say} from './balancer.ts'
import {type AllowedSources, ANYBODY, only, rangesOfSpec, refusedBy} from './sources.ts'

const PREFIX = 'service.beta.kubernetes.io/scw-loadbalancer-'
const PRIVATE = `${PREFIX}private`

/**
 * "The LB will be public if unset or false" (docs/loadbalancer-annotations.md of scaleway-cloud-controller-manager). spec.loadBalancerSourceRanges become
 * access rules, beside the nodes' own addresses (makeACLSpecs in scaleway/acl.go); the annotation of old does not.
 */
export const SCALEWAY: Balancer = {
  cloud: 'scaleway',
  title: 'Scaleway',
  prefixes: [PREFIX],
  placementOf: (service) => {
    const value = annotationOf(service, PRIVATE)
    if (value === undefined) return placed('public', 'Scaleway gives a public address where nothing else is said')
    const isPrivate = parseBool(value)
    if (isPrivate === undefined) return placed('none', `${say(PRIVATE, value)}, which is no boolean: Scaleway refuses it`)
    return placed(isPrivate ? 'private' : 'public', say(PRIVATE, value))
  },
  sourcesOf,
}

function sourcesOf(service: Service): AllowedSources {
  const spec = rangesOfSpec(service)
  if (spec.where === undefined) return ANYBODY
  return refusedBy(spec) ?? only(spec.ranges, [], spec.where)
}
