import {fieldsOf, itemsOf, textOf, valueAt} from '../../cluster/fields.ts'
import type {Service} from '../../cluster/service.ts'
import {type Balancer, type Placement, placed, unplaced} from './balancers/balancer.ts'
import {cloudOfName, isPublicName} from './balancers/balancer-name.ts'
import {type AllowedSources, doubtfulSources} from './balancers/sources.ts'
import {BALANCERS, classOf, cloudsOfAnnotations} from './balancers.ts'
import type {Cloud, EntryFacts} from './entry-facts.ts'
import type {Front} from './front.ts'
import {hasPublicAddress, isPublicAddress} from './scope.ts'

/**
 * Who can come to the load balancer of a Service, before policies. `address` is the one of its addresses or names that is meant, where it has several
 * (a private and a public one); without it the most open one counts. The order: an address that it has or a name that tells, the class, the rules of the
 * cloud; where no cloud is known, those of the clouds that the Service's own annotations name, if they agree.
 */
export function frontOfBalancer(service: Service, facts: EntryFacts, address?: string): Front {
  const balancers = balancersOf(service, facts)
  const addresses = address === undefined ? assignedAddresses(service) : [address]
  const placement =
    placeByAddress(addresses) ?? placeByClass(service, facts) ?? placeByName(service, facts) ?? placeByRules(service, facts, balancers)
  const asides = [...balancers.flatMap((one) => one.besides?.(service) ?? []), ...strangeAnnotations(service, balancers)]
  const [balancer] = balancers
  const sources = balancer && balancers.length === 1 ? balancer.sourcesOf(service) : doubtfulSources(service, 'this cloud')
  return combine({...placement, evidence: [...placement.evidence, ...asides]}, sources)
}

/** The addresses and host names that a load balancer has, `status.loadBalancer.ingress`, in their order. */
export function assignedAddresses({object}: Service): readonly string[] {
  return itemsOf(valueAt(object, 'status', 'loadBalancer', 'ingress'))
    .map(fieldsOf)
    .flatMap(({ip, hostname}) => textOf(ip) ?? textOf(hostname) ?? [])
}

/** The addresses that a Service asks for, where whoever makes its load balancer heeds that. */
export function requestedAddresses(service: Service, facts: EntryFacts): readonly string[] {
  const [balancer, ...others] = balancersOf(service, facts)
  const requested = others.length === 0 ? (balancer?.requestedBy?.(service) ?? []) : []
  return requested.filter((address) => isPublicAddress(address) !== undefined)
}

function classNameOf({object}: Service): string | undefined {
  return textOf(valueAt(object, 'spec', 'loadBalancerClass'))
}

/** Whose rules hold; several where only the Service's annotations tell. */
function balancersOf(service: Service, {cloud}: EntryFacts): readonly Balancer[] {
  const className = classNameOf(service)
  const known = className === undefined ? undefined : classOf(className)
  if (known) return [BALANCERS[known.cloud]]
  if (cloud) return [BALANCERS[cloud.name]]
  const clouds = cloudsOfAnnotations(service)
  return (clouds.length > 0 ? clouds : cloudsOfNames(service)).map((one) => BALANCERS[one])
}

function cloudsOfNames(service: Service): readonly Cloud[] {
  return [...new Set(assignedAddresses(service).flatMap((name) => cloudOfName(name) ?? []))]
}

function placeByAddress(addresses: readonly string[]): Placement | undefined {
  const open = addresses.find((address) => isPublicAddress(address) === true)
  if (open !== undefined) return placed('public', `it has the public address ${open}`)
  const names = addresses.filter((address) => isPublicAddress(address) === undefined)
  const public_ = names.find((name) => isPublicName(name) === true)
  if (public_ !== undefined) return placed('public', `${public_} is the name of a public load balancer`)
  if (addresses.length === 0 || names.some((name) => isPublicName(name) === undefined)) return undefined
  return placed('private', `it has ${addresses.join(', ')}, which is private`)
}

function placeByClass(service: Service, {classes}: EntryFacts): Placement | undefined {
  const name = classNameOf(service)
  if (name === undefined) return undefined
  const said = classes.get(name)
  if (said) return placed(said, `load-balancer class ${name} is ${said}, as was said`)
  const known = classOf(name)
  if (!known)
    return unplaced(`is load-balancer class ${JSON.stringify(name)} public? say so in svcscope.yaml`, 'nothing here says what it makes')
  return known.makes && placed(known.makes, `load-balancer class ${name} is ${known.makes === 'private' ? 'internal' : 'external'}`)
}

/** Whoever made a network load balancer of AWS without a word in the Service had settings of his own, or its webhook's. */
function placeByName(service: Service, facts: EntryFacts): Placement | undefined {
  if (facts.cloud || cloudsOfAnnotations(service).length > 0) return undefined
  const name = assignedAddresses(service).find((one) => cloudOfName(one) === 'aws')
  const question = `is load balancer ${name} public? its name does not tell: one that is internal has private addresses`
  return name === undefined ? undefined : unplaced(question, `${name} is a load balancer of AWS`)
}

function placeByRules(service: Service, facts: EntryFacts, balancers: readonly Balancer[]): Placement {
  const [first, ...others] = balancers.map((balancer) => balancer.placementOf(service, facts))
  if (!first) return unplaced('which cloud runs it? say so with --cloud, or in svcscope.yaml', 'nothing in the input names a cloud')
  if (others.every(({kind}) => kind === first.kind))
    return {...first, evidence: [...first.evidence, ...others.flatMap(({evidence}) => evidence)]}
  const titles = balancers.map(({title}) => title).join(', ')
  return unplaced(`which of ${titles} runs it? say so with --cloud, or in svcscope.yaml`, 'it is not the same in all of them')
}

/** An annotation that means to make it internal, and is another cloud's. */
function strangeAnnotations(service: Service, balancers: readonly Balancer[]): readonly string[] {
  if (balancers.length !== 1) return []
  const own = balancers[0]?.cloud
  return cloudsOfAnnotations(service)
    .filter((cloud) => cloud !== own)
    .map((cloud) => `its annotations of ${BALANCERS[cloud].title} do nothing on ${balancers[0]?.title}`)
}

function combine(placement: Placement, sources: AllowedSources): Front {
  const evidence = [...placement.evidence, ...sources.evidence]
  const stated = [...sources.ranges.map(({text}) => text), ...sources.words]
  const at = placement.kind === 'public' || placement.kind === 'private' ? placement.kind : undefined
  const front = (reach: Front['reach'], question: string | undefined): Front => ({
    reach,
    sources: stated,
    evidence,
    question,
    placement: at,
  })
  if (placement.kind === 'none') return front('none', undefined)
  if (sources.kind === 'nobody') return front('none', undefined)
  // Whoever makes it may heed no sources at all.
  if (placement.kind === 'unknown') return front('unknown', placement.question)
  if (placement.kind === 'private') return front('network', undefined)
  if (!hasOnlyPrivate(sources)) return front('internet', sources.kind === 'doubtful' ? sources.question : undefined)
  return sources.kind === 'doubtful' ? front('unknown', sources.question) : front('network', undefined)
}

/** Whether nobody from the internet is among those who are let in. */
function hasOnlyPrivate({kind, ranges, words}: AllowedSources): boolean {
  if (kind === 'anybody') return false
  return !ranges.some(hasPublicAddress) && words.every((word) => word === 'service tag VirtualNetwork')
}
