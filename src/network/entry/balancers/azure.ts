import {textOf, valueAt} from '../../../cluster/fields.ts'
import type {Service} from '../../../cluster/service.ts'
import {isPublicAddress} from '../scope.ts'
import {annotationOf, type Balancer, type Placement, partsOf, placed, say} from './balancer.ts'
import {type AllowedSources, ANYBODY, nobody, only, rangesOfAnnotation, rangesOfSpec, refusedBy} from './sources.ts'

const PREFIX = 'service.beta.kubernetes.io/azure-'
const INTERNAL = `${PREFIX}load-balancer-internal`

/**
 * cloud-provider-azure: public unless `azure-load-balancer-internal` is exactly "true" (requiresInternalLoadBalancer in
 * pkg/provider/azure_loadbalancer.go), though the network security group takes "True" for it (IsInternal in
 * pkg/provider/loadbalancer/configuration.go): such a load balancer has a public address. Sources: AccessControl in
 * pkg/provider/loadbalancer/accesscontrol.go; https://kubernetes-sigs.github.io/cloud-provider-azure/topics/loadbalancer.
 */
export const AZURE: Balancer = {
  cloud: 'azure',
  title: 'Azure',
  prefixes: [PREFIX],
  placementOf,
  sourcesOf,
  requestedBy,
  besides: (service) => [...privateLinksOf(service), ...additionalAddressesOf(service)],
}

function placementOf(service: Service): Placement {
  const value = annotationOf(service, INTERNAL)
  if (value === 'true') return placed('private', say(INTERNAL, value))
  const pinned = requestedBy(service).find((address) => isPublicAddress(address) === false)
  if (pinned !== undefined)
    return placed('none', `Azure has no public address ${pinned} and makes no load balancer; ${INTERNAL} is not "true"`)
  return placed('public', ...reasonOfPublic(value))
}

function reasonOfPublic(value: string | undefined): readonly string[] {
  if (value === undefined || value === 'false') return ['Azure gives a public address where nothing else is said']
  const trap = `${say(INTERNAL, value)}, and only "true" makes it internal`
  if (value.toLowerCase() !== 'true') return [trap]
  return [trap, 'its network security group is written as if it were internal, and a rule of somebody else lets the internet in']
}

/** What the Service pins with the annotations for it, else with the deprecated spec.loadBalancerIP. */
function requestedBy(service: Service): readonly string[] {
  const pinned = ['ipv4', 'ipv6'].flatMap((family) => annotationOf(service, `${PREFIX}load-balancer-${family}`) || [])
  const old = textOf(valueAt(service.object, 'spec', 'loadBalancerIP'))
  return pinned.length > 0 || old === undefined ? pinned : [old]
}

/** Other subscriptions connect through a Private Link Service; nothing in the load balancer's own sources holds for them. */
function privateLinksOf(service: Service): readonly string[] {
  if (annotationOf(service, `${PREFIX}pls-create`)?.toLowerCase() !== 'true') return []
  const visibility = annotationOf(service, `${PREFIX}pls-visibility`)
  const approval = annotationOf(service, `${PREFIX}pls-auto-approval`)
  const who =
    visibility === '*'
      ? 'any subscription that knows its alias'
      : visibility
        ? `subscriptions ${visibility}`
        : 'subscriptions that have a role for it'
  const approved = approval === '*' ? 'without being asked' : approval ? `without being asked from ${approval}` : 'once somebody approves'
  return [`a Private Link Service besides: private endpoints of ${who} come in, ${approved}`]
}

/** Nodes take what comes for them as well, and nothing of Azure's is set up to bring it there (ServiceAnnotationAdditionalPublicIPs in pkg/consts/consts.go). */
function additionalAddressesOf(service: Service): readonly string[] {
  const addresses = partsOf(annotationOf(service, `${PREFIX}additional-public-ips`))
  return addresses.length === 0
    ? []
    : [`nodes take what comes for ${addresses.join(', ')} too, where another load balancer brings it to them`]
}

function sourcesOf(service: Service): AllowedSources {
  const spec = rangesOfSpec(service)
  const ignored = annotationOf(service, `${PREFIX}disable-load-balancer-nsg-rule`)?.toLowerCase() === 'true'
  if (ignored) {
    const own = 'no rules of a network security group are written for it: azure-disable-load-balancer-nsg-rule is "true"'
    const sources = spec.ranges.length > 0 ? only(spec.ranges, [], 'spec.loadBalancerSourceRanges, by kube-proxy,') : ANYBODY
    return {...sources, evidence: [...sources.evidence, own]}
  }
  const old = rangesOfAnnotation(service)
  const refused = refusedBy(spec) ?? refusedBy(old)
  if (refused) return refused
  const stated = [spec, rangesOfAnnotation(service, `${PREFIX}allowed-ip-ranges`), old]
  const tags = partsOf(annotationOf(service, `${PREFIX}allowed-service-tags`))
  const invalid = stated.flatMap((one) => one.invalid)
  const annotated = stated.slice(1).flatMap((one) => one.ranges)
  const ranges = [...spec.ranges, ...annotated]
  const words = tags.map((tag) => `service tag ${tag}`)
  if (spec.ranges.length > 0 && annotated.length > 0)
    return {
      ...only(ranges, words, 'the Service'),
      kind: 'doubtful',
      question: 'spec.loadBalancerSourceRanges or the annotation? Azure refuses both together and leaves the rules as they were',
    }
  if (invalid.length > 0) {
    const denied = `${invalid.join(', ')} is no CIDR, so Azure denies everybody else`
    if (ranges.length + words.length === 0) return nobody(denied)
    const sources = only(ranges, words, 'the Service')
    return {...sources, evidence: [...sources.evidence, denied]}
  }
  if (ranges.length + tags.length === 0) return ANYBODY
  if (tags.includes('Internet')) return {...ANYBODY, evidence: ['service tag Internet is anybody']}
  const where = [...stated.flatMap((one) => one.where ?? []), ...(tags.length > 0 ? [`annotation ${PREFIX}allowed-service-tags`] : [])]
  // A network security group lets the virtual network in by its default rule 65000; kube-proxy holds what the spec states against it.
  const deniesNetwork = annotationOf(service, `${PREFIX}deny-all-except-load-balancer-source-ranges`)?.toLowerCase() === 'true'
  const letsNetworkIn = annotationOf(service, INTERNAL) === 'true' && spec.ranges.length === 0 && !(deniesNetwork && ranges.length > 0)
  return only(ranges, letsNetworkIn ? [...words, 'service tag VirtualNetwork'] : words, where.join(' and '))
}
