import {itemsOf, valueAt} from '../../../cluster/fields.ts'
import type {Service} from '../../../cluster/service.ts'
import type {AddressRange} from '../../proxy/address-range.ts'
import {parseRange} from '../../proxy/address-range.ts'
import {annotationOf, partsOf} from './balancer.ts'

/** Whom a load balancer lets in. */
export interface AllowedSources {
  readonly kind:
    | 'anybody'
    /** Only `ranges` and `words`. */
    | 'some'
    /** The restriction stands in the Service; whether anything heeds it is not known. */
    | 'doubtful'
    | 'nobody'
  readonly ranges: readonly AddressRange[]
  /** Those that are no CIDRs, in words: `service tag AzureCloud`. */
  readonly words: readonly string[]
  /** A sentence each without a full stop. */
  readonly evidence: readonly string[]
  readonly question?: string
}

/** From before spec.loadBalancerSourceRanges; clouds of all kinds heed it. */
export const SOURCE_RANGES = 'service.beta.kubernetes.io/load-balancer-source-ranges'

/** What a Service states, and what of it is no CIDR. */
export interface StatedRanges {
  /** Where it stands; undefined where nothing is stated. */
  readonly where: string | undefined
  readonly ranges: readonly AddressRange[]
  readonly invalid: readonly string[]
}

/** The CIDRs of a list, as Go reads them after trimming. */
export function readStatedRanges(where: string, texts: readonly unknown[]): StatedRanges {
  const ranges: AddressRange[] = []
  const invalid: string[] = []
  for (const text of texts) {
    const range = typeof text === 'string' ? parseRange(text.trim()) : undefined
    if (range) ranges.push(range)
    else invalid.push(String(text))
  }
  return {where: texts.length > 0 ? where : undefined, ranges, invalid}
}

export function rangesOfSpec({object}: Service): StatedRanges {
  return readStatedRanges('spec.loadBalancerSourceRanges', itemsOf(valueAt(object, 'spec', 'loadBalancerSourceRanges')))
}

export function rangesOfAnnotation(service: Service, key = SOURCE_RANGES): StatedRanges {
  return readStatedRanges(`annotation ${key}`, partsOf(annotationOf(service, key)))
}

/** spec.loadBalancerSourceRanges, and only without it the annotation of old (GetLoadBalancerSourceRanges of k8s.io/cloud-provider). */
export function sourcesOfFields(service: Service): AllowedSources {
  const spec = rangesOfSpec(service)
  const stated = spec.where === undefined ? rangesOfAnnotation(service) : spec
  const {where, ranges} = stated
  if (where === undefined) return ANYBODY
  return refusedBy(stated) ?? only(ranges, [], where)
}

/** The API server takes no Service with a range that it cannot read (ValidateService): something is still to be filled in. */
export function refusedBy({where, ranges, invalid}: StatedRanges): AllowedSources | undefined {
  if (where === undefined || invalid.length === 0) return undefined
  const which = invalid.join(', ')
  return {
    kind: 'doubtful',
    ranges,
    words: [],
    evidence: [`${which} in ${where} is no CIDR, and the API server refuses it`],
    question: `which addresses does ${which} in ${where} stand for?`,
  }
}

/** As sourcesOfFields, where nobody has said whether the cloud heeds them: "ignored if the cloud-provider does not support the feature" (core/v1). */
export function doubtfulSources(service: Service, title: string): AllowedSources {
  const sources = sourcesOfFields(service)
  if (sources.kind !== 'some') return sources
  const question = `do load balancers of ${title} heed loadBalancerSourceRanges? ask for the listener's access rules`
  return {...sources, kind: 'doubtful', question, evidence: [...sources.evidence, 'not every cloud heeds loadBalancerSourceRanges']}
}

/** No restriction that the Service states is heeded. */
export function unheededSources(service: Service, why: string): AllowedSources {
  const {where} = rangesOfSpec(service).where === undefined ? rangesOfAnnotation(service) : rangesOfSpec(service)
  return where === undefined ? ANYBODY : {...ANYBODY, evidence: [`${where} does nothing: ${why}`]}
}

export const ANYBODY: AllowedSources = {kind: 'anybody', ranges: [], words: [], evidence: []}

export function nobody(...evidence: readonly string[]): AllowedSources {
  return {kind: 'nobody', ranges: [], words: [], evidence}
}

/** Only these; a range of everything is anybody. */
export function only(ranges: readonly AddressRange[], words: readonly string[], where: string): AllowedSources {
  const whole = ranges.find(({prefixLength}) => prefixLength === 0)
  if (whole) return {...ANYBODY, evidence: [`${whole.text} in ${where} is anybody`]}
  return {kind: 'some', ranges, words, evidence: [`${where} lets in ${[...ranges.map(({text}) => text), ...words].join(', ')} only`]}
}
