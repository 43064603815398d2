import {count, enumerate} from '../naming.ts'
import {type Explanation, isGood} from './explanation.ts'
import {FOR_SOME} from './policy-step.ts'
import type {FirstLine} from './report-without-rules.ts'
import type {Route} from './routes.ts'
import {countPods} from './steps.ts'
import type {BackendData, Verdict} from './trace-data.ts'

/** What the first line says: how many pods are reached, or how many nodes fail, and why. `proxy` is kube-proxy, or what is in its place. */
export function firstLineOf(
  verdict: Verdict,
  routes: readonly Route[],
  why: Explanation | undefined,
  proxy: string,
): Omit<FirstLine, 'aside'> {
  const bad = routes.filter((route) => isGood(route.verdict) === false)
  const message = why?.message ?? ''
  if (verdict === 'delivered') return {rest: describeDelivery(routes, why, proxy)}
  if (bad.length > 0 && routes.length > 1) {
    const failing = bad.flatMap((route) => route.nodes).length
    const nodes = routes.flatMap((route) => route.nodes).length
    return {word: `${enumerate([...new Set(bad.map((route) => route.verdict))])} on ${failing} of ${count(nodes, 'node')}`, rest: message}
  }
  return {rest: verdict === 'partial' && why ? describePart(why) : message}
}

/** What fares well in part: some of the endpoints, or some of those who may be the client. */
export function describePart({reason, message}: Explanation): string {
  return `${reason === FOR_SOME ? 'depends on who connects' : 'reaches only some endpoints'}: ${message}`
}

function describeDelivery(routes: readonly Route[], why: Explanation | undefined, proxy: string): string {
  const fate = routes[0]?.decision.fate
  if (fate?.kind === 'node' && why) return why.message
  if (fate?.kind === 'pod') return `goes straight to pod/${fate.pod.target.name}`
  if (fate?.kind === 'health-check')
    return `is a health check, which ${proxy} answers itself with ${fate.check.status}${why ? `: ${why.message}` : ''}`
  return `reaches ${countPods(joinBackends(routes))}${routes.length > 1 ? '; which of them depends on the node' : ''}`
}

/** All endpoints that any node uses; where nodes differ about one, nobody knows how likely it is. */
export function joinBackends(routes: readonly Route[]): readonly BackendData[] {
  const joined = new Map<string, BackendData>()
  for (const backend of routes.flatMap((route) => route.backends)) {
    const key = `${backend.address ?? backend.target?.name}:${backend.port}`
    const before = joined.get(key)
    if (!before) joined.set(key, backend)
    else
      joined.set(key, {...before, ...(before.probability !== backend.probability && {probability: null}), policy: worseOf(before, backend)})
  }
  if (routes.length < 2) return [...joined.values()]
  const isEverywhere = (backend: BackendData) =>
    routes.every((route) =>
      route.backends.some(
        ({address, target, port}) => address === backend.address && target?.name === backend.target?.name && port === backend.port,
      ),
    )
  return [...joined.values()].map((backend) => (isEverywhere(backend) ? backend : {...backend, probability: null}))
}

/** By whichever node fares worse. */
function worseOf({policy}: BackendData, other: BackendData): BackendData['policy'] {
  if (!policy || !other.policy || policy.allowed === false) return policy
  return other.policy.allowed === true ? policy : other.policy
}
