import {textOf, valueAt} from '../../../cluster/fields.ts'
import {annotationOf, type Balancer, placed, say} from './balancer.ts'
import {sourcesOfFields} from './sources.ts'

const INTERNAL = 'service.beta.kubernetes.io/openstack-internal-load-balancer'

/**
 * A floating IP unless the annotation is "true" in that very spelling (getBoolFromServiceAnnotation of cloud-provider-openstack). Its cloud.conf may
 * say `internal-lb=true` for all (docs/openstack-cloud-controller-manager/using-openstack-cloud-controller-manager.md), which no manifest shows.
 */
export const OPENSTACK: Balancer = {
  cloud: 'openstack',
  title: 'OpenStack',
  prefixes: ['service.beta.kubernetes.io/openstack-', 'loadbalancer.openstack.org/'],
  placementOf: (service) => {
    const value = annotationOf(service, INTERNAL)
    if (value === 'true') return placed('private', say(INTERNAL, value))
    if (value === undefined || value === 'false')
      return placed('public', 'OpenStack gives a floating IP where neither the Service nor cloud.conf says otherwise')
    return placed('public', `${say(INTERNAL, value)}, and only "true" makes it internal`)
  },
  sourcesOf: sourcesOfFields,
  requestedBy: ({object}) => [textOf(valueAt(object, 'spec', 'loadBalancerIP')) ?? []].flat(),
}
