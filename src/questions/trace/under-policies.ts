import type {Service} from '../../cluster/service.ts'
import type {About} from './common-data.ts'
import {type PolicedConnection, withPolicies} from './connection-policies.ts'
import type {Direct} from './direct.ts'
import type {Passage} from './passage.ts'
import {explainPolicy} from './policy-step.ts'
import type {Route} from './routes.ts'
import {isStandIn} from './stand-in.ts'
import type {BackendData, Verdict} from './trace-data.ts'

/** Routes as they are where policies have their say. */
export function underPolicies(about: About, passage: Extract<Passage, {kind: 'packets'}>, routes: readonly Route[]): readonly Route[] {
  const {cluster, setup, places} = about
  const connection: PolicedConnection = {
    caller: passage.caller,
    ...homeOf(passage.service),
    protocol: passage.protocol,
    called: calledBy(passage),
    isKubeProxy: setup.dataplane.kind === 'kube-proxy',
  }
  return routes.map((route): Route => {
    const backends = withPolicies(cluster, connection, route.backends, places)
    const verdict = verdictUnderPolicies(route.verdict, backends)
    if (verdict === route.verdict) return {...route, backends}
    return {...route, backends, verdict, reason: {kind: 'policy', backends}}
  })
}

/** The same for clients that connect to pods straight. */
export function directUnderPolicies(about: About, {caller, service}: Extract<Passage, {kind: 'direct'}>, direct: Direct): Direct {
  const {cluster, places} = about
  const connection = {caller, ...homeOf(service), protocol: direct.protocol, called: [], isKubeProxy: false}
  const backends = withPolicies(cluster, connection, direct.backends, places)
  const verdict = verdictUnderPolicies(direct.verdict, backends)
  return verdict === direct.verdict
    ? {...direct, backends}
    : {...direct, backends, verdict, why: explainPolicy(backends, caller.text, places)}
}

function homeOf(service: Service | undefined): Pick<PolicedConnection, 'namespace' | 'namespaceStated'> {
  return {namespace: service?.namespace ?? '', namespaceStated: service?.namespaceStated ?? true}
}

function calledBy({address, port}: Extract<Passage, {kind: 'packets'}>): PolicedConnection['called'] {
  return address === 'of-each-node' || isStandIn(address) ? [] : [{address, port}]
}

/** What becomes of a verdict where policies forbid, or may forbid, what it is about. What fails without them fails with them. */
export function verdictUnderPolicies(before: Verdict, backends: readonly BackendData[]): Verdict {
  if (before !== 'delivered' && before !== 'unknown') return before
  const judged = backends.flatMap(({policy}) => (policy ? [policy] : []))
  const denied = judged.filter(({clients, allowed}) => allowed === false && clients.passing === 0)
  if (denied.length > 0 && denied.length === backends.length) return 'dropped'
  if (before === 'unknown') return 'unknown'
  if (judged.some(({allowed}) => allowed === false)) return 'partial'
  return judged.some(({allowed}) => allowed === null) ? 'unknown' : 'delivered'
}
