import type {Cluster} from '../../cluster/cluster.ts'
import {findUnread} from '../../cluster/read.ts'
import type {Line, Report} from '../../report.ts'
import {count, enumerate} from '../naming.ts'
import {answerAbout, judgeAll, serviceNames} from './about-services.ts'
import type {AskedPod} from './asked-pod.ts'
import type {AskedService} from './asked-service.ts'
import {overviewOf} from './overview.ts'
import {podTableOf} from './pod-table.ts'
import {toPodResolution} from './resolution.ts'
import {findSelected, type SelectedPod} from './selected-pod.ts'

/** From pods back to the Services that select them, beside Services that were named too. `nothing` says that there is no pod. */
export function aboutPods(cluster: Cluster, asked: readonly AskedPod[], named: readonly AskedService[], nothing: string): Report {
  const pods = findSelected(cluster, asked)
  const selecting = [...new Set(pods.flatMap(({services}) => services))]
  const others = selecting.filter((service) => !named.some((one) => one.service === service))
  const judgements = judgeAll(cluster, [...named, ...others.map((service) => ({service, port: undefined}))])
  const answer = answerAbout(cluster, judgements)
  return {
    ...answer,
    data: {pods: pods.map(toPodResolution), ...answer.data},
    ...(pods.length > 0 && {
      headline: headlineOf(pods, selecting.length, findUnread(cluster.coverage, 'Service', {namespace: undefined}) !== undefined),
    }),
    tables: [...(pods.length > 0 ? [podTableOf(pods)] : []), ...(judgements.length > 0 ? [overviewOf(judgements)] : [])],
    notes: pods.length > 0 ? [] : [nothing],
    names: serviceNames(judgements),
  }
}

/** `deploy/web and deploy/api are selected by 2 Services, cj/report by none`. */
function headlineOf(pods: readonly SelectedPod[], services: number, isUnread: boolean): Line {
  const selected = new Set(pods.flatMap(({name, services}) => (services.length > 0 ? name : [])))
  const rest = new Set(pods.flatMap(({name}) => (selected.has(name) ? [] : name)))
  const [subject, aside] = selected.size > 0 ? [selected, rest] : [rest, selected]
  if (isUnread && services === 0)
    return [
      {text: '?', tone: 'unsure'},
      ' ',
      {text: enumerate([...subject]), tone: 'name'},
      ': which Services select it cannot be told, for they could not be read',
    ]
  return [
    services > 0 ? {text: '✓', tone: 'good'} : {text: '✗', tone: 'bad'},
    ' ',
    {text: enumerate([...subject]), tone: 'name'},
    ` ${subject.size > 1 ? 'are' : 'is'} selected by ${services > 0 ? count(services, 'Service') : 'no Service'}`,
    aside.size > 0 ? `, ${enumerate([...aside])} by none` : '',
  ]
}
