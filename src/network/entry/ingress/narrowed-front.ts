import {includesRange} from '../../policy/ip-block.ts'
import type {Front} from '../front.ts'
import {hasPublicAddress, readRange} from '../scope.ts'
import type {Narrowing} from './controllers/controller.ts'

/** What is left of a front where the Ingress itself lets only some clients in: those whom both let in. */
export function narrowFront(front: Front, {sources, evidence}: Narrowing): Front {
  const said = {...front, evidence: [...front.evidence, ...evidence]}
  if (sources.length === 0) return said
  const both = front.sources.length === 0 ? sources : commonSources(front.sources, sources)
  if (both.length === 0) return {...said, reach: 'none', sources: [], question: undefined}
  const isPrivate = both.every((text) => {
    const range = readRange(text)
    return range !== undefined && !hasPublicAddress(range)
  })
  // Whoever the load balancer may be open to, only private networks get past the list.
  const reach = isPrivate && (front.reach === 'internet' || front.reach === 'unknown') ? 'network' : front.reach
  return {...said, reach, sources: both, question: reach === 'unknown' ? front.question : undefined}
}

/** Of two lists the ranges of each that lie within the other. What is no range (a service tag) cannot be compared: the Ingress's own list then stands alone. */
function commonSources(outer: readonly string[], own: readonly string[]): readonly string[] {
  const [outside, inside] = [outer.map(readRange), own.map(readRange)]
  if (outside.includes(undefined) || inside.includes(undefined)) return own
  const within = (texts: readonly string[], others: typeof outside) =>
    texts.filter((text) => others.some((other) => other !== undefined && includesRange(other, readRange(text) ?? other)))
  return [...new Set([...within(own, outside), ...within(outer, inside)])]
}
