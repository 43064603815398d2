import type {Service} from '../../../cluster/service.ts'
import {readRange} from '../scope.ts'
import {annotationOf, type Balancer, partsOf, placed, say} from './balancer.ts'
import {type AllowedSources, only, rangesOfSpec, readStatedRanges, sourcesOfFields} from './sources.ts'

const PREFIX = 'service.beta.kubernetes.io/do-loadbalancer-'
const NETWORK = `${PREFIX}network`

/**
 * External unless `do-loadbalancer-network` is "INTERNAL"; other values are refused (getNetwork of digitalocean-cloud-controller-manager, since
 * 0.1.53). spec.loadBalancerSourceRanges go before the allow rules (CHANGELOG 0.1.52);
 * https://docs.digitalocean.com/products/kubernetes/how-to/configure-load-balancers/.
 */
export const DIGITALOCEAN: Balancer = {
  cloud: 'digitalocean',
  title: 'DigitalOcean',
  prefixes: [PREFIX, 'kubernetes.digitalocean.com/'],
  placementOf: (service) => {
    const value = annotationOf(service, NETWORK)
    if (value === undefined || value === '') return placed('public', 'DigitalOcean gives a public address where nothing else is said')
    if (value === 'INTERNAL') return placed('private', say(NETWORK, value))
    if (value === 'EXTERNAL') return placed('public', say(NETWORK, value))
    return placed('none', `${say(NETWORK, value)}, which DigitalOcean refuses`)
  },
  sourcesOf,
}

function sourcesOf(service: Service): AllowedSources {
  const rules = partsOf(annotationOf(service, `${PREFIX}allow-rules`))
  if (rules.length === 0 || rangesOfSpec(service).where !== undefined) return sourcesOfFields(service)
  const where = `annotation ${PREFIX}allow-rules`
  const cidrs = rules.map((rule) => readRange(rule.replace(/^(cidr|ip):/, ''))?.text ?? rule)
  const {ranges} = readStatedRanges(where, cidrs)
  return ranges.length > 0 ? only(ranges, [], where) : sourcesOfFields(service)
}
