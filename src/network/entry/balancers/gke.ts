import {textOf, valueAt} from '../../../cluster/fields.ts'
import type {Service} from '../../../cluster/service.ts'
import {isPublicAddress} from '../scope.ts'
import {annotationOf, type Balancer, type Placement, placed, say} from './balancer.ts'
import {sourcesOfFields} from './sources.ts'

/** The key of today first: the other is not read where it stands. */
const KEYS = ['networking.gke.io/load-balancer-type', 'cloud.google.com/load-balancer-type']

/**
 * External unless one of the two annotations is "Internal" or (deprecated) "internal", in no other spelling (GetLoadBalancerAnnotationType of
 * k8s.io/cloud-provider-gcp providers/gce); an external one takes no address but a static external one of the project, or its own (verifyUserRequestedIP
 * in providers/gce/gce_loadbalancer_external.go); https://docs.cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer.
 */
export const GKE: Balancer = {
  cloud: 'gke',
  title: 'GKE',
  prefixes: ['networking.gke.io/', 'cloud.google.com/'],
  placementOf,
  sourcesOf: sourcesOfFields,
  requestedBy: ({object}) => [textOf(valueAt(object, 'spec', 'loadBalancerIP')) ?? []].flat(),
}

function placementOf(service: Service): Placement {
  const key = KEYS.find((one) => annotationOf(service, one) !== undefined)
  const value = key === undefined ? undefined : annotationOf(service, key)
  if (key !== undefined && (value === 'Internal' || value === 'internal')) return placed('private', say(key, value))
  const pinned = textOf(valueAt(service.object, 'spec', 'loadBalancerIP'))
  if (pinned !== undefined && isPublicAddress(pinned) === false)
    return placed('none', `GKE makes no external load balancer with the private address ${pinned}, and nothing says that it is internal`)
  if (key === undefined || value === undefined) return placed('public', 'GKE gives a public address where nothing else is said')
  return placed('public', `${say(key, value)}, and only "Internal" makes it internal`)
}
