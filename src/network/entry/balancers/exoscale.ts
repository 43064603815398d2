import {type Balancer, placed} from './balancer.ts'
import {doubtfulSources} from './sources.ts'

/**
 * Its network load balancers have public addresses and nothing else; no annotation makes one internal
 * (https://github.com/exoscale/exoscale-cloud-controller-manager/blob/master/docs/service-loadbalancer.md, which says nothing of sources).
 */
export const EXOSCALE: Balancer = {
  cloud: 'exoscale',
  title: 'Exoscale',
  prefixes: ['service.beta.kubernetes.io/exoscale-loadbalancer-'],
  placementOf: () => placed('public', 'Exoscale knows only public load balancers'),
  sourcesOf: (service) => doubtfulSources(service, 'Exoscale'),
}
