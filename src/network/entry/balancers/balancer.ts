import {labelOf, labelsOf, valueAt} from '../../../cluster/fields.ts'
import type {Labels} from '../../../cluster/label-selector.ts'
import type {Service} from '../../../cluster/service.ts'
import type {Cloud, EntryFacts} from '../entry-facts.ts'
import type {AllowedSources} from './sources.ts'

/** What kind of address a load balancer gets. `none`: it is not made at all. Evidence: a sentence each without a full stop. */
export interface Placement {
  readonly kind: 'public' | 'private' | 'none' | 'unknown'
  readonly evidence: readonly string[]
  /** What would settle it. */
  readonly question?: string
}

/** How the controller of one cloud reads a Service of type LoadBalancer. */
export interface Balancer {
  readonly cloud: Cloud
  /** How people call it. */
  readonly title: string
  /** How the keys of its annotations begin; nobody else reads them. */
  readonly prefixes: readonly string[]
  /** What it makes where no address says so already. */
  readonly placementOf: (service: Service, facts: EntryFacts) => Placement
  /** Whom it lets in. */
  readonly sourcesOf: (service: Service) => AllowedSources
  /** The addresses that the Service asks for, where it heeds that. */
  readonly requestedBy?: (service: Service) => readonly string[]
  /** Other ways in that it makes besides, whatever address the load balancer has: a sentence each without a full stop. */
  readonly besides?: (service: Service) => readonly string[]
}

export function placed(kind: 'public' | 'private' | 'none', ...evidence: readonly string[]): Placement {
  return {kind, evidence}
}

export function unplaced(question: string, ...evidence: readonly string[]): Placement {
  return {kind: 'unknown', evidence, question}
}

export function annotationsOf({object}: Pick<Service, 'object'>): Labels {
  return labelsOf(valueAt(object, 'metadata', 'annotations'))
}

/** The value of an annotation, be it empty; undefined where the Service does not have it. */
export function annotationOf(service: Pick<Service, 'object'>, key: string): string | undefined {
  return labelOf(annotationsOf(service), key)
}

/** How evidence names an annotation. */
export function say(key: string, value: string): string {
  return `annotation ${key} is ${JSON.stringify(value)}`
}

/** What Go's strconv.ParseBool takes; undefined for the rest. */
export function parseBool(text: string): boolean | undefined {
  if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(text)) return true
  return ['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(text) ? false : undefined
}

/** `a, b` without spaces and empty parts. */
export function partsOf(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
