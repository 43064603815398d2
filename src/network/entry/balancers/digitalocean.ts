import type {Service} from '../../../cluster/service.ts'
import type {AddressRange} from '../../proxy/address-range.ts'
import {readRange} from '../scope.ts'
import {annotationOf, type Balancer, partsOf, placed, say} from './balancer.ts'
import {type AllowedSources, nobody, only, rangesOfSpec, readStatedRanges, sourcesOfFields} from './sources.ts'

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

/** Deny rules beside no others keep out those whom they name ("DENY firewall rules for the load balancer", docs/controllers/services/annotations.md). */
function sourcesOf(service: Service): AllowedSources {
  const denying = partsOf(annotationOf(service, `${PREFIX}deny-rules`))
  const allowed = allowedSources(service)
  if (denying.length === 0) return allowed
  const where = `annotation ${PREFIX}deny-rules`
  const whole = rangesOfRules(where, denying).find(({prefixLength}) => prefixLength === 0)
  if (whole && allowed.kind === 'anybody') return nobody(`${where} keeps out ${whole.text}, which is everybody`)
  return {...allowed, evidence: [...allowed.evidence, `${where} keeps out ${denying.join(', ')}`]}
}

function allowedSources(service: Service): AllowedSources {
  const rules = partsOf(annotationOf(service, `${PREFIX}allow-rules`))
  if (rules.length === 0 || rangesOfSpec(service).where !== undefined) return sourcesOfFields(service)
  const where = `annotation ${PREFIX}allow-rules`
  const ranges = rangesOfRules(where, rules)
  return ranges.length > 0 ? only(ranges, [], where) : sourcesOfFields(service)
}

/** `cidr:10.0.0.0/8`, `ip:203.0.113.7`; the prefix may be left out. */
function rangesOfRules(where: string, rules: readonly string[]): readonly AddressRange[] {
  return readStatedRanges(
    where,
    rules.map((rule) => readRange(rule.replace(/^(cidr|ip):/, ''))?.text ?? rule),
  ).ranges
}
