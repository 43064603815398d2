import {keyOf} from './effect.ts'
import type {WayIn} from './way-in.ts'

/** Ways that are the same, then those that differ in the fewest things. */
export function pairWays(before: readonly WayIn[], after: readonly WayIn[]) {
  const was = [...before]
  const is = [...after]
  const pairs: (readonly [WayIn, WayIn])[] = []
  const isOneWithTls = (one: WayIn, other: WayIn) => isSameInTls(one, other) || (isAlone(one, after) && isAlone(other, before))
  for (const fits of LIKENESSES) {
    for (const one of [...was]) {
      const other = is.find(
        (candidate) =>
          one.entry.via === candidate.entry.via &&
          one.entry.protocol === candidate.entry.protocol &&
          fits(one, candidate) &&
          isOneWithTls(one, candidate),
      )
      if (!other) continue
      was.splice(was.indexOf(one), 1)
      is.splice(is.indexOf(other), 1)
      pairs.push([one, other])
    }
  }
  return {pairs, removed: was, added: is}
}

type Likeness = (one: WayIn, other: WayIn) => boolean

const sameHosts: Likeness = (one, other) => one.hosts.join() === other.hosts.join()
const samePath: Likeness = (one, other) => one.entry.path === other.entry.path
const samePort: Likeness = (one, other) => one.entry.port === other.entry.port
const sameTls: Likeness = (one, other) => one.entry.tls === other.entry.tls
export const sameThrough: Likeness = (one, other) => one.entry.through.map(keyOf).join() === other.entry.through.map(keyOf).join()
const sameServicePort: Likeness = (one, other) => one.entry.servicePort?.port === other.entry.servicePort?.port
const sameReach: Likeness = (one, other) =>
  one.entry.reach === other.entry.reach &&
  one.entry.perhaps === other.entry.perhaps &&
  one.entry.sources.join() === other.entry.sources.join()

const PARTS: readonly (readonly Likeness[])[] = [
  [sameHosts, samePath, samePort, sameThrough, sameServicePort, sameReach],
  [sameHosts, samePath, samePort, sameThrough, sameServicePort],
  [sameHosts, samePath, samePort, sameServicePort],
  [samePath, samePort, sameThrough, sameServicePort],
  [sameHosts, samePort, sameThrough, sameServicePort],
  [sameHosts, samePath, sameThrough],
  [samePort, sameServicePort],
  [samePort],
  [sameServicePort],
  [sameHosts],
]

/** At one port it is the same way, with TLS or without. */
function isSameInTls({entry: one}: WayIn, {entry: other}: WayIn): boolean {
  return one.tls === other.tls || one.tls === null || other.tls === null || (one.port !== null && one.port === other.port)
}

/** Whether none of the other input is of its kind and, as it is, with TLS or without. */
function isAlone({entry}: WayIn, others: readonly WayIn[]): boolean {
  return !others.some((other) => other.entry.via === entry.via && other.entry.tls === entry.tls)
}

/** What spoke TLS is what speaks it now, wherever there is such: a way in the clear beside it is another one. */
const LIKENESSES: readonly Likeness[] = [...PARTS.map((parts) => [...parts, sameTls]), ...PARTS].map(
  (parts) => (one, other) => parts.every((part) => part(one, other)),
)
