import type {Line, Table} from '../../report.ts'
import {enumerate} from '../naming.ts'
import type {Explanation} from './explanation.ts'
import {isGood} from './explanation.ts'
import {markOf} from './layout.ts'
import type {Route} from './routes.ts'
import type {NodesData} from './trace-data.ts'

/** The nodes that differ, each kind with what it does. */
export function nodeTable(routes: readonly Route[], reasons: ReadonlyMap<Route, Explanation | undefined>): Table {
  const countsLocal = routes.some(({localEndpoints}) => localEndpoints !== null)
  const rows = routes.map((route): readonly Line[] => [
    [
      enumerate(
        route.nodes.map((node) => node || 'any other'),
        4,
      ),
    ],
    [String(countsLocal ? (route.localEndpoints ?? 0) : route.backends.length)],
    [markOf(isGood(route.verdict)), ` ${resultOf(route, routes, reasons.get(route))}`],
  ])
  return {indent: 2, columns: [{name: 'NODE'}, {name: 'ENDPOINTS', align: 'left'}, {name: 'RESULT'}], rows}
}

function resultOf(route: Route, routes: readonly Route[], why: Explanation | undefined): string {
  const {verdict, backends, healthCheck} = route
  const isLeaving = backends.length > 0 && backends.every(({terminating}) => terminating)
  const check =
    healthCheck && healthCheck.status !== 200
      ? ` (health check${healthCheck.port === null ? '' : ` on ${healthCheck.port}`} takes ${route.nodes.length > 1 ? 'them' : 'it'} out of the load balancer${verdict === 'dropped' ? '; node ports stay dark' : ''})`
      : ''
  if (verdict === 'delivered') {
    const kept = backends.every(({source}) => source.kind === 'client') ? ', client address kept' : ", the pod sees a node's address"
    const names = routes.filter((other) => other.verdict === 'delivered').length > 1 ? ` to ${podNames(route)}` : ''
    return `delivered${names}${kept}${isLeaving ? ', though only pods that terminate are left there' : ''}${check}`
  }
  if (verdict === 'dropped' && why?.reason === 'no-local-endpoints') return `dropped${check}`
  const word = verdict === 'unknown' ? "can't be told" : verdict
  return `${word}${why ? `: ${why.message}` : ''}${check}`
}

function podNames({backends}: Route): string {
  return enumerate(backends.map(({target, address}) => target?.name ?? address ?? '?'))
}

export function toNodesData({nodes, verdict, backends, localEndpoints, healthCheck}: Route, why: Explanation | undefined): NodesData {
  const named = nodes.filter((node) => node !== '')
  return {nodes: named, verdict, reason: why?.reason ?? null, message: why?.message ?? null, localEndpoints, healthCheck, backends}
}
