/** A name as somebody typed it, ready to be asked. */
export interface DomainName {
  /** In lower case, as DNS compares names, without the final dot. */
  readonly name: string
  readonly labels: readonly string[]
  /** It ended with a dot: no search domain is tried. */
  readonly absolute: boolean
}

/** Why a word is no name that can be asked. */
export type NameFault =
  | {readonly kind: 'empty'}
  | {readonly kind: 'empty-label'}
  | {readonly kind: 'long-label'; readonly label: string}
  | {readonly kind: 'long-name'; readonly length: number}
  | {readonly kind: 'characters'; readonly label: string}

/** Without final dot: 255 octets on the wire hold at most 253 characters of text (RFC 1035, section 3.1). */
export const MAX_NAME_LENGTH = 253
const MAX_LABEL_LENGTH = 63

/** Letters, digits, hyphens inside, and the underscores of SRV names; a lone `*`, which DNS servers before CoreDNS 1.9 took for any label. */
const LABEL = /^(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?|\*)$/

/** Pods are named after IPv6 addresses too, whose dashes may stand at either end (`--1.shop.pod.cluster.local` is `::1`). */
const DASHED_IPV6_LABEL = /^[0-9a-f-]*--[0-9a-f-]*$/

/** Reads a name as a resolver would take it. */
export function parseDomainName(text: string): DomainName | NameFault {
  const absolute = text.endsWith('.')
  const name = (absolute ? text.slice(0, -1) : text).toLowerCase()
  if (name === '') return {kind: 'empty'}
  const labels = name.split('.')
  if (labels.includes('')) return {kind: 'empty-label'}
  const odd = labels.find((label) => !LABEL.test(label) && !DASHED_IPV6_LABEL.test(label))
  if (odd !== undefined) return {kind: 'characters', label: odd}
  const long = labels.find((label) => label.length > MAX_LABEL_LENGTH)
  if (long !== undefined) return {kind: 'long-label', label: long}
  if (name.length > MAX_NAME_LENGTH) return {kind: 'long-name', length: name.length}
  return {name, labels, absolute}
}

/** Whether a name is a domain or lies in it. Both in lower case and without final dot. */
export function isWithin(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`)
}

/** The labels that a name has before those of a domain that it is or lies in. */
export function labelsBelow(name: string, domain: string): readonly string[] {
  return name === domain ? [] : name.slice(0, -domain.length - 1).split('.')
}

/** A name of another hand (a manifest, a Corefile) as names are compared here. */
export function normalizeName(text: string): string {
  return text.toLowerCase().replace(/\.$/, '')
}
