import type {Cluster} from '../../cluster/cluster.ts'
import type {Service} from '../../cluster/service.ts'
import {type ServiceVariables, serviceVariables} from '../../network/service-variables.ts'
import type {Table} from '../../report.ts'
import {enumerate, ownerName, shortName} from '../naming.ts'
import type {Asker} from './asker.ts'
import type {VariablesData} from './dns-answer.ts'

/** What the pod that asks has in its environment; undefined where no pod does. */
export function variablesOf(cluster: Cluster, {pod}: Asker): ServiceVariables | undefined {
  return pod && serviceVariables(cluster, pod)
}

export function toVariablesData({variables, later, startKnown}: ServiceVariables): VariablesData {
  return {
    values: variables.map(({name, value, service}) => ({name, value, service: nameOf(service)})),
    later: later.map(({service, containers}) => ({service: nameOf(service), containers})),
    startKnown,
  }
}

function nameOf({namespace, name}: Service) {
  return {namespace, name}
}

/** Those of the Services that were asked for; where the question was about none, the two of each Service that people use. */
export function variableTable({variables}: ServiceVariables, {pod}: Asker, asked: readonly Service[]): Table | undefined {
  const shown = variables.filter(({name, service}) =>
    asked.length > 0 ? asked.some((one) => isSame(one, service)) : name.endsWith('_SERVICE_HOST') || name.endsWith('_SERVICE_PORT'),
  )
  if (shown.length === 0 || !pod) return undefined
  const more = asked.length > 0 ? 0 : variables.length - shown.length
  return {
    title: [{text: `  in the environment of ${pod.source === 'object' ? shortName(pod.target) : ownerName(pod)}`, tone: 'dim'}],
    columns: [{name: 'VARIABLE'}, {name: 'VALUE'}],
    rows: shown.map(({name, value}) => [[name], value === null ? [{text: '<not stated>', tone: 'dim'}] : [value]]),
    indent: 2,
    ...(more > 0 && {footer: [{text: `  and ${more} more, see -o json`, tone: 'dim'}]}),
  }
}

/** What keeps a pod from having the variables that somebody may look for. */
export function variableNotes({later, collisions}: ServiceVariables, asked: readonly Service[]): readonly string[] {
  const about = later.filter(({service}) => asked.length === 0 || asked.some((one) => isSame(one, service)))
  const late = about.map(
    ({service, containers}) =>
      `${service.namespace}/${service.name} is younger than ${enumerate(containers)}: its variables come with a restart`,
  )
  const owners = (service: Service) => asked.length === 0 || asked.some((one) => isSame(one, service))
  const clashes = collisions
    .filter(({candidates}) => candidates.some(({service}) => owners(service)))
    .map(({name, candidates}) => `${name} is set by ${enumerate(candidates.map(({service}) => service.name))}: which one wins is chance`)
  return [...late, ...clashes]
}

function isSame(a: Service, b: Service): boolean {
  return a.namespace === b.namespace && a.name === b.name
}
