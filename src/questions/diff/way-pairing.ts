import {keyOf} from './effect.ts'
import type {WayIn} from './way-in.ts'

/** Ways that are the same, then those that differ in the fewest things. */
export function pairWays(before: readonly WayIn[], after: readonly WayIn[]) {
  const was = [...before]
  const is = [...after]
  const pairs: (readonly [WayIn, WayIn])[] = []
  for (const fits of LIKENESSES) {
    for (const one of [...was]) {
      const other = is.find(
        (candidate) => one.entry.via === candidate.entry.via && one.entry.protocol === candidate.entry.protocol && fits(one, candidate),
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
export const sameThrough: Likeness = (one, other) => one.entry.through.map(keyOf).join() === other.entry.through.map(keyOf).join()
const sameServicePort: Likeness = (one, other) => one.entry.servicePort?.port === other.entry.servicePort?.port
const sameReach: Likeness = (one, other) =>
  one.entry.reach === other.entry.reach && one.entry.sources.join() === other.entry.sources.join() && one.entry.tls === other.entry.tls

const LIKENESSES: readonly Likeness[] = [
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
].map((parts) => (one, other) => parts.every((part) => part(one, other)))
