import {annotationOf, type Balancer, placed, say, unplaced} from './balancer.ts'
import {doubtfulSources} from './sources.ts'

const IP_TYPE = 'service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type'

/**
 * Public by default where the cluster is on a public VLAN, private where it is on private ones only
 * (https://cloud.ibm.com/docs/containers?topic=containers-loadbalancer; in a VPC: topic=containers-setup_vpc_nlb).
 */
export const IBM: Balancer = {
  cloud: 'ibm',
  title: 'IBM Cloud',
  prefixes: ['service.kubernetes.io/ibm-'],
  placementOf: (service) => {
    const value = annotationOf(service, IP_TYPE)
    if (value === undefined || value === '')
      return placed('public', 'IBM Cloud gives a public address where nothing else is said, unless the cluster has private networks only')
    if (value === 'private' || value === 'public') return placed(value, say(IP_TYPE, value))
    return unplaced('"private" or "public"? it must be one of them', say(IP_TYPE, value))
  },
  sourcesOf: (service) => doubtfulSources(service, 'IBM Cloud'),
}
