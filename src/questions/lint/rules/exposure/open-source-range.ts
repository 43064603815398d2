import {referenceTo} from '../../../../cluster/identity.ts'
import type {Severity} from '../../../../report.ts'
import type {ExposedEntry} from '../../../exposure/exposed-service.ts'
import type {Graph} from '../../graph.ts'
import {publishedIngressesOf} from '../../published-ingresses.ts'
import type {Found, Rule} from '../../rule.ts'
import {type StatedRange, statedRangesOf} from '../../source-ranges.ts'

export const openSourceRange: Rule = {
  id: 'exposure/open-source-range',
  severity: 'warning',
  title: 'a source range of every address, which restricts nothing',
  why: 'Among the ranges that are let in, `0.0.0.0/0` or `::/0` is everybody of that family: the list looks like a restriction and is none, and whatever stands beside it does nothing.',
  fix: 'State the networks that clients come from; where everybody is meant, leave the list out.',
  references: ['https://kubernetes.io/docs/tasks/access-application-cluster/create-external-load-balancer/'],
  bad: `
apiVersion: v1
kind: Service
metadata: {name: partners}
spec:
  type: LoadBalancer
  loadBalancerSourceRanges:
    - 203.0.113.0/24
    - 0.0.0.0/0
  selector: {app: partners}
  ports: [{port: 443}]
`,
  good: `
apiVersion: v1
kind: Service
metadata: {name: partners}
spec:
  type: LoadBalancer
  loadBalancerSourceRanges:
    - 203.0.113.0/24
  selector: {app: partners}
  ports: [{port: 443}]
`,
  check: (graph) => [...ofServices(graph), ...ofIngresses(graph)],
}

function ofServices(graph: Graph): readonly Found[] {
  return graph.exposed().services.flatMap(({service, entries}) => {
    if (service.type !== 'LoadBalancer') return []
    const own = entries.filter(({via}) => via === 'LoadBalancer')
    return statedRangesOf('Service', service).flatMap((list) =>
      findOpen(list, own).map(({one, ...found}) => ({
        ...found,
        object: referenceTo(service),
        place: service.origin && {origin: service.origin, path: one.path},
      })),
    )
  })
}

function ofIngresses(graph: Graph): readonly Found[] {
  return publishedIngressesOf(graph).flatMap(({ingress, entries}) =>
    statedRangesOf('Ingress', ingress).flatMap((list) =>
      findOpen(list, entries).map(({one, ...found}) => ({
        ...found,
        object: referenceTo(ingress),
        place: ingress.origin && {origin: ingress.origin, path: one.path},
      })),
    ),
  )
}

type Open = Omit<Found, 'object' | 'place'> & {readonly one: StatedRange}

/** Beside other ranges it is surely a mistake; alone it may be how somebody writes that everybody is meant. */
function findOpen(list: readonly StatedRange[], entries: readonly ExposedEntry[]): readonly Open[] {
  return list.flatMap((one): readonly Open[] => {
    if (one.range.prefixLength > 0) return []
    const others = list.filter(({range}) => range.prefixLength > 0 && range.family === one.range.family)
    const isPublic = entries.some(({reach}) => reach === 'internet')
    const severity: Severity = others.length > 0 || isPublic ? 'warning' : 'info'
    const besides = others.length > 0 ? `, and ${others.map(({text}) => text).join(', ')} beside it does nothing` : ''
    return [
      {
        one,
        message: `${one.text} lets everybody in${isPublic ? ' from the internet' : ''}: the list restricts nothing${besides}`,
        aside: 'everybody',
        fix: {
          description: others.length > 0 ? `take ${one.text} away` : 'state the networks that clients come from, or take the list away',
        },
        severity,
      },
    ]
  })
}
