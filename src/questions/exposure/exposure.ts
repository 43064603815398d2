import type {Cluster} from '../../cluster/cluster.ts'
import type {LabelSelector} from '../../cluster/label-selector.ts'
import type {ObjectReference} from '../../cluster/object.ts'
import type {Service} from '../../cluster/service.ts'
import type {BrokenEntry} from '../../network/entry/entry.ts'
import {findEntryFacts} from '../../network/entry/find-entry-facts.ts'
import type {Finding, Report} from '../../report.ts'
import {UserError} from '../../user-error.ts'
import {ruleOfBroken} from '../broken-rule.ts'
import {enumerate} from '../naming.ts'
import type {Places} from '../places.ts'
import {type AskedService, findServices, servicesInScope} from '../resolve/asked-service.ts'
import {describeNothing} from '../resolve/not-found.ts'
import {parseTargets} from '../target.ts'
import {type Exposed, exposeCluster} from './exposed-service.ts'
import {type ExposureData, toExposureData} from './exposure-data.ts'
import {exposureTable} from './exposure-table.ts'
import {describeFoundFacts} from './found-facts.ts'
import {describeQuestions, notedQuestions} from './noted-questions.ts'
import type {SaidFacts} from './said-facts.ts'
import {findSensitive} from './sensitive-finding.ts'
import {type From, showExposed} from './shown-entry.ts'
import {toldWays} from './told-ways.ts'
import {describeUnusedClasses} from './unused-classes.ts'

export interface ExposureParameters {
  /** `svc/web`, `svc/web:http`, `web`; none is every Service in scope. */
  readonly words: readonly string[]
  /** Only what clients from there, or from farther, can reach. */
  readonly from: From | undefined
  readonly namespace: string | undefined
  readonly selector: LabelSelector | undefined
  readonly said: SaidFacts
}

export type ExposureReport = Report & {readonly data: ExposureData}

/**
 * What can be reached, from how far away, by which ways and by whom? Sorted by how bad it is. Throws a UserError for a target that is no Service, or is
 * not there.
 */
export function exposure(cluster: Cluster, parameters: ExposureParameters): ExposureReport {
  const facts = findEntryFacts(cluster, parameters.said)
  const asked = askedServices(cluster, parameters)
  const isNamed = parameters.words.length > 0
  const exposed = exposeCluster(cluster, facts, [...asked.keys()])
  const isWhole = !isNamed && parameters.selector === undefined
  const shown = showExposed(cluster, isWhole ? inNamespace(exposed, parameters) : onPorts(exposed, asked), parameters.from)
  const broken = isWhole ? exposed.broken.filter(({object}) => isInScope(object, parameters)) : []
  const places: Places = new Map()
  const ways = toldWays(shown, facts, isNamed || parameters.from !== undefined)
  const noted = notedQuestions(ways)
  return {
    kind: 'Exposure',
    data: toExposureData(shown, facts, places),
    tables: ways.length === 0 ? [] : [exposureTable(shown, ways, facts, noted)],
    findings: [...findSensitive(shown), ...broken.map(findBroken)],
    notes: [
      ...(ways.length === 0 ? [describeEmpty(cluster, asked.size, parameters)] : []),
      ...describeQuestions(noted),
      ...describeFoundFacts(facts, parameters.said, ways),
      ...describeBroken(broken),
      ...describeUnjudged(isWhole ? exposed.unjudged.filter((one) => isInScope(one, parameters)) : exposed.unjudged),
      ...describeUnusedClasses(parameters.said, [cluster]),
    ],
    places,
    names: shown.flatMap(({service}) => (service ? `service/${service.name}` : [])),
  }
}

/** Each Service with those of its ports that were asked for; undefined is all. */
function askedServices(cluster: Cluster, parameters: ExposureParameters): ReadonlyMap<Service, AskedService | undefined> {
  if (parameters.words.length === 0) return new Map(servicesInScope(cluster, parameters).map((service) => [service, undefined]))
  const targets = parseTargets(parameters.words, [])
  for (const {kind, word} of targets) {
    if (kind !== 'Service')
      throw new UserError(`${word} is no Service, and exposure is asked of Services`, `which Services select it: svcscope resolve ${word}`)
  }
  const found = findServices(cluster, targets, parameters)
  return new Map(
    found.flatMap((one) => {
      // With only some of its ports it is a copy.
      const itself = cluster.services.find(({object}) => object === one.service.object)
      return itself ? [[itself, one.port === undefined ? undefined : one] as const] : []
    }),
  )
}

function onPorts({services}: Exposed, asked: ReadonlyMap<Service, AskedService | undefined>): Pick<Exposed, 'services' | 'workloads'> {
  return {
    services: services.map((one) => {
      const ports = asked.get(one.service)?.service.ports
      const isAsked = (index: number | undefined) => ports === undefined || ports.some((port) => port.index === index)
      return {...one, entries: one.entries.filter(({servicePort}) => isAsked(servicePort?.index))}
    }),
    workloads: [],
  }
}

function inNamespace({services, workloads}: Exposed, parameters: ExposureParameters): Pick<Exposed, 'services' | 'workloads'> {
  return {services, workloads: workloads.filter(({workload}) => isInScope(workload, parameters))}
}

function isInScope({namespace: own}: ObjectReference, {namespace}: ExposureParameters): boolean {
  return namespace === undefined || own === null || own === namespace
}

/** It was meant to lead somewhere and does not work: whoever looks for what is open wants to know, but nothing is open by it. */
function findBroken(broken: BrokenEntry): Finding {
  const {message, object, place} = broken
  return {rule: ruleOfBroken(broken), severity: 'warning', message, object, ...(place && {place})}
}

/** The first few; -o json has all, with their places. */
function describeBroken(broken: readonly BrokenEntry[]): readonly string[] {
  const most = 5
  const lines = broken.slice(0, most).map(({object, message}) => `leads nowhere: ${nameOfObject(object)}: ${message}`)
  const more = broken.length - most
  return more > 0 ? [...lines, `${more === 1 ? '1 more way leads' : `${more} more ways lead`} nowhere; -o json lists all`] : lines
}

/** One for each kind: what it leads to, and how far, is for the reader to find out. */
function describeUnjudged(objects: readonly ObjectReference[]): readonly string[] {
  const kinds = [...new Set(objects.map(({kind}) => kind))]
  return kinds.map((kind) => {
    const named = [...new Set(objects.filter((one) => one.kind === kind).map(nameOfObject))]
    return `${enumerate(named, 3)} may lead to Services, and ${named.length === 1 ? 'is' : 'are'} not judged`
  })
}

function nameOfObject({kind, namespace, name}: ObjectReference): string {
  return `${kind} ${namespace === null ? name : `${namespace}/${name}`}`
}

function describeEmpty(cluster: Cluster, services: number, parameters: ExposureParameters): string {
  if (services === 0) return describeNothing(cluster, ['Service'], parameters)
  return parameters.from === undefined ? 'nothing leads to any of them' : `nothing is open to the ${parameters.from}, and farther`
}
