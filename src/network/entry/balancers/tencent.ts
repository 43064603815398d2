import {annotationOf, type Balancer, placed, say, unplaced} from './balancer.ts'
import {doubtfulSources} from './sources.ts'

const SUBNET = 'service.kubernetes.io/qcloud-loadbalancer-internal-subnetid'
const EXISTING = 'service.kubernetes.io/tke-existed-lbid'

/**
 * Public unless a subnet is named for it (https://cloud.tencent.com/document/product/457/51258); for a load balancer that exists already the
 * annotation does not work (https://www.tencentcloud.com/document/product/457/36835).
 */
export const TENCENT: Balancer = {
  cloud: 'tencent',
  title: 'Tencent Cloud',
  prefixes: ['service.kubernetes.io/qcloud-', 'service.kubernetes.io/tke-', 'service.cloud.tencent.com/'],
  placementOf: (service) => {
    const existing = annotationOf(service, EXISTING)
    if (existing) return unplaced(`is load balancer ${existing} public?`, say(EXISTING, existing))
    const subnet = annotationOf(service, SUBNET)
    if (subnet) return placed('private', say(SUBNET, subnet))
    return placed('public', 'Tencent Cloud gives a public address where no subnet is named')
  },
  sourcesOf: (service) => doubtfulSources(service, 'Tencent Cloud'),
}
