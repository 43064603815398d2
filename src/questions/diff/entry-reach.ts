import type {Reach} from '../../network/entry/front.ts'
import {boundOf} from '../exposure/admitted.ts'

/** How far away clients are; where that is unknown, how far they are perhaps, if more is not to be told than that policies may keep them out. */
export interface EntryReach {
  readonly reach: Reach
  readonly perhaps: Reach | undefined
}

const RANK: Readonly<Record<Reach, number>> = {none: 0, namespace: 1, cluster: 2, network: 3, unknown: 4, internet: 4}

/** The farther away clients can be, the higher; what may be is a little less than what is. */
function rankOf(entry: EntryReach): number {
  return RANK[boundOf(entry)] - (entry.reach === 'unknown' ? 0.5 : 0)
}

export function isFarther(one: EntryReach, other: EntryReach): boolean {
  return rankOf(one) > rankOf(other)
}

/** Whether clients outside of the cluster come in, or perhaps do. */
export function isOutside(entry: EntryReach): boolean {
  return rankOf(entry) > RANK.cluster
}

/** Whether a path takes all requests that another takes, as a prefix of whole segments does; undefined is every path. */
export function coversPath(path: string | undefined, other: string | undefined): boolean {
  if (path === undefined || path === '/' || path === other) return true
  if (other === undefined) return false
  const prefix = path.replace(/\/$/, '')
  return other === prefix || other.startsWith(`${prefix}/`)
}
