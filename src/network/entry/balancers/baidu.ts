import {annotationOf, type Balancer, placed, say} from './balancer.ts'
import {doubtfulSources} from './sources.ts'

const INTERNAL = 'service.beta.kubernetes.io/cce-load-balancer-internal-vpc'

/** An elastic public IP unless the annotation is exactly "true" (EnsureLoadBalancer of cloud-provider-baiducloud). */
export const BAIDU: Balancer = {
  cloud: 'baidu',
  title: 'Baidu Cloud',
  prefixes: ['service.beta.kubernetes.io/cce-'],
  placementOf: (service) => {
    const value = annotationOf(service, INTERNAL)
    if (value === 'true') return placed('private', say(INTERNAL, value))
    if (value === undefined || value === 'false') return placed('public', 'Baidu Cloud gives a public address where nothing else is said')
    return placed('public', `${say(INTERNAL, value)}, and only "true" makes it internal`)
  },
  sourcesOf: (service) => doubtfulSources(service, 'Baidu Cloud'),
}
