import type {Reach} from '../../network/entry/front.ts'
import {parseRange} from '../../network/proxy/address-range.ts'

/** The farther away clients can be, the higher; what cannot be told may be the internet. */
const RANK: Readonly<Record<Reach, number>> = {none: 0, namespace: 1, cluster: 2, network: 3, unknown: 4, internet: 5}

export function isFarther(one: Reach, other: Reach): boolean {
  return RANK[one] > RANK[other]
}

/** Whether clients outside of the cluster come in, or perhaps do. */
export function isOutside(reach: Reach): boolean {
  return isFarther(reach, 'cluster')
}

/** Whether all who are let in by `some` are let in by `others` too. No sources are everybody; words stand for themselves. */
export function coversSources(others: readonly string[], some: readonly string[]): boolean {
  if (others.length === 0) return true
  if (some.length === 0) return false
  return some.every((source) => others.some((other) => other === source || isRangeWithin(source, other)))
}

function isRangeWithin(text: string, around: string): boolean {
  const [inner, outer] = [parseRange(text), parseRange(around)]
  if (!inner || !outer || inner.family !== outer.family || inner.prefixLength < outer.prefixLength) return false
  const hostBits = BigInt((inner.family === 'IPv4' ? 32 : 128) - outer.prefixLength)
  return inner.first >> hostBits === outer.first >> hostBits
}

/** Whether a path takes all requests that another takes, as a prefix of whole segments does; undefined is every path. */
export function coversPath(path: string | undefined, other: string | undefined): boolean {
  if (path === undefined || path === '/' || path === other) return true
  if (other === undefined) return false
  const prefix = path.replace(/\/$/, '')
  return other === prefix || other.startsWith(`${prefix}/`)
}
