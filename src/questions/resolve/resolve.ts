import type {Cluster} from '../../cluster/cluster.ts'
import {type LabelSelector, matchesLabels} from '../../cluster/label-selector.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Service} from '../../cluster/service.ts'
import {findBackends, selectPods} from '../../network/endpoints.ts'
import type {Answer, Line, Report} from '../../report.ts'
import {UserError} from '../../user-error.ts'
import {count, enumerate, ownerName, shortName} from '../naming.ts'
import {nearestWord} from '../resemblance.ts'
import {parseTargets, type Target} from '../target.ts'
import {evidenceOf, headlineOf} from './detail.ts'
import {findingsOf} from './finding.ts'
import {type Judgement, judge} from './judgement.ts'
import {overviewOf, sortByAttention} from './overview.ts'
import {type Resolution, toServiceResolution} from './resolution.ts'

export interface ResolveParameters {
  /** As typed: `svc/web`, `pods`, `web`, …; none means every Service. */
  readonly targets: readonly string[]
  /** Restricts the answer to one namespace; undefined is all. */
  readonly namespace: string | undefined
  /** `-l`: of Services by their own labels, or of pods where pods are asked for. */
  readonly selector: LabelSelector | undefined
}

/** Which pods do these Services reach, or which Services reach these pods, and where none, why? */
export function resolve(cluster: Cluster, parameters: ResolveParameters): Report {
  const otherKinds = [...new Set(cluster.workloads.map((workload) => workload.kind))]
  const targets = parseTargets(parameters.targets, otherKinds)
  if (targets.length === 0) return aboutServices(cluster, scope(cluster, parameters), false)
  const services = targets.filter((target) => target.kind === 'Service')
  if (services.length === targets.length) {
    return aboutServices(
      cluster,
      findServices(cluster, services, parameters),
      services.some((target) => target.name !== undefined),
    )
  }
  const pods = targets.flatMap((target) => (target.kind === 'Service' ? [] : findPods(cluster, target, parameters)))
  const named = findServices(cluster, services, parameters)
  return aboutPods(cluster, [...new Set(pods)], named, targets)
}

function scope(cluster: Cluster, {namespace, selector}: ResolveParameters): readonly Service[] {
  return cluster.services.filter(
    (service) =>
      (namespace === undefined || service.namespace === namespace) && (selector === undefined || matchesLabels(selector, service.labels)),
  )
}

function findServices(cluster: Cluster, targets: readonly Target[], parameters: ResolveParameters): readonly Service[] {
  const inScope = scope(cluster, parameters)
  const found = targets.flatMap((target) => {
    if (target.name === undefined) return inScope
    const services = inScope.filter((service) => service.name === target.name)
    if (services.length === 0)
      throw notFound(
        'Service',
        target.name,
        inScope.map((service) => service.name),
        cluster.services.filter((service) => service.name === target.name).map((service) => service.namespace),
        parameters,
      )
    return services
  })
  return [...new Set(found)]
}

function findPods(cluster: Cluster, target: Target, parameters: ResolveParameters): readonly Pod[] {
  const {namespace, selector} = parameters
  const pods =
    target.kind === 'Pod'
      ? cluster.pods.select(selector ?? [], namespace)
      : cluster.pods.select([], namespace).filter((pod) => pod.workload?.kind === target.kind)
  const nameOf = (pod: Pod) => (target.kind === 'Pod' ? pod.target.name : (pod.workload?.name ?? ''))
  if (target.name === undefined) return pods
  const found = pods.filter((pod) => nameOf(pod) === target.name && (target.kind !== 'Pod' || pod.target.kind === 'Pod'))
  if (found.length === 0) throw notFound(target.kind, target.name, pods.map(nameOf), [], parameters)
  return found
}

function notFound(
  kind: string,
  name: string,
  names: readonly string[],
  elsewhere: readonly string[],
  {namespace}: ResolveParameters,
): UserError {
  const where = namespace === undefined ? 'in the input' : `in namespace ${namespace}`
  const near = nearestWord(name, names)
  const hint =
    elsewhere.length > 0
      ? `it is in namespace ${elsewhere[0]}: -n ${elsewhere[0]}`
      : near
        ? `did you mean ${near}?`
        : 'svcscope resolve -f … without a name lists all'
  return new UserError(`no ${kind} named ${name} ${where}`, hint)
}

function aboutServices(cluster: Cluster, services: readonly Service[], named: boolean): Report {
  const judgements = sortByAttention(services.map((service) => judge(cluster, service)))
  const [only] = judgements
  const single = named && judgements.length === 1 && only !== undefined
  return {
    ...common(cluster, judgements),
    ...(single && {headline: headlineOf(only)}),
    tables: single ? evidenceOf(only) : judgements.length > 0 ? [overviewOf(judgements)] : [],
    notes: judgements.length > 0 ? [] : ['no Service in scope'],
    names: named ? targetNames(judgements) : judgements.map(({service}) => `service/${service.name}`),
    ...(named && {answer: answerOf(judgements)}),
    ...(single && {mends: true}),
  }
}

/** From pods back to the Services that select them. */
function aboutPods(cluster: Cluster, pods: readonly Pod[], named: readonly Service[], targets: readonly Target[]): Report {
  const wanted = new Set(pods)
  const services = cluster.services.filter((service) => named.includes(service) || selects(cluster, service, wanted))
  const judgements = sortByAttention(services.map((service) => judge(cluster, service)))
  const selected = judgements.length > 0
  const names = enumerate([...new Set(pods.map((pod) => nameAsAsked(pod, targets)))])
  const headline: Line = [
    selected ? {text: '✓', tone: 'good'} : {text: '✗', tone: 'bad'},
    ' ',
    {text: names || 'nothing', tone: 'name'},
    ` ${names.includes(' ') ? 'are' : 'is'} selected by ${selected ? count(judgements.length, 'Service') : 'no Service'}`,
  ]
  return {
    ...common(cluster, judgements),
    headline,
    tables: judgements.length > 0 ? [overviewOf(judgements)] : [],
    names: judgements.map(({service}) => `service/${service.name}`),
  }
}

/** A pod by its own name where that was asked for, else by its workload's. */
function nameAsAsked(pod: Pod, targets: readonly Target[]): string {
  return targets.some(({kind, name}) => kind === 'Pod' && name === pod.target.name) ? shortName(pod.target) : ownerName(pod)
}

/** By its selector, or, without one, through a slice that names the pod. */
function selects(cluster: Cluster, service: Service, wanted: ReadonlySet<Pod>): boolean {
  if (service.selector) return selectPods(cluster, service).some((pod) => wanted.has(pod))
  const names = new Set(findBackends(cluster, service).endpoints.flatMap(({target}) => (target?.kind === 'Pod' ? target.name : [])))
  return names.size > 0 && [...wanted].some((pod) => pod.namespace === service.namespace && names.has(pod.target.name))
}

function common(cluster: Cluster, judgements: readonly Judgement[]): Pick<Report, 'kind' | 'data' | 'findings' | 'notes'> {
  const data: Resolution = {services: judgements.map(toServiceResolution), leftOut: cluster.leftOut}
  return {kind: 'Resolution', data, findings: judgements.flatMap((judgement) => findingsOf(cluster, judgement)), notes: []}
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
