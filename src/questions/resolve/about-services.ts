import type {Cluster} from '../../cluster/cluster.ts'
import type {Answer, Report} from '../../report.ts'
import type {AskedService} from './asked-service.ts'
import {evidenceOf, headlineOf} from './detail.ts'
import {findingsOf} from './finding.ts'
import {judgeAsked} from './judged-port.ts'
import type {Judgement} from './judgement.ts'
import {overviewOf, sortByAttention} from './overview.ts'
import {type Resolution, toServiceResolution} from './resolution.ts'

/** From Services to their pods: one that was named in detail, several a row each. `nothing` says that there is none. */
export function aboutServices(cluster: Cluster, asked: readonly AskedService[], named: boolean, nothing: string): Report {
  const judgements = judgeAll(cluster, asked)
  const [only] = judgements
  const single = named && judgements.length === 1 && only !== undefined
  return {
    ...answerAbout(cluster, judgements),
    ...(single && {headline: headlineOf(only, asked[0]?.port)}),
    tables: single ? evidenceOf(only) : judgements.length > 0 ? [overviewOf(judgements)] : [],
    notes: judgements.length > 0 ? [] : [nothing],
    names: named ? targetNames(judgements) : serviceNames(judgements),
    ...(named && {answer: answerOf(judgements)}),
    ...(single && {mends: true, told: only.cause ? 1 : 0}),
  }
}

/** Judges Services; the first is the one that needs attention most. */
export function judgeAll(cluster: Cluster, asked: readonly AskedService[]): readonly Judgement[] {
  return sortByAttention(asked.map((one) => judgeAsked(cluster, one)))
}

/** What every answer with Services has. */
export function answerAbout(
  cluster: Cluster,
  judgements: readonly Judgement[],
): Pick<Report<never, Resolution>, 'kind' | 'data'> & Pick<Report, 'findings'> {
  const data: Resolution = {services: judgements.map(toServiceResolution), leftOut: cluster.leftOut}
  return {kind: 'Resolution', data, findings: judgements.flatMap((judgement) => findingsOf(cluster, judgement))}
}

export function serviceNames(judgements: readonly Judgement[]): readonly string[] {
  return judgements.map(({service}) => `service/${service.name}`)
}

function targetNames(judgements: readonly Judgement[]): readonly string[] {
  const targets = judgements.flatMap(({backends}) => backends.endpoints.flatMap((endpoint) => endpoint.target ?? []))
  return [...new Set(targets.map((target) => `${target.kind.toLowerCase()}/${target.name}`))]
}

function answerOf(judgements: readonly Judgement[]): Answer {
  const verdicts = judgements.map(({verdict}) => verdict)
  if (verdicts.includes('empty')) return 'negative'
  return verdicts.some((verdict) => verdict === 'partial' || verdict === 'unknown') ? 'undecided' : 'positive'
}
