import type {Cluster} from '../../cluster/cluster.ts'
import type {Service} from '../../cluster/service.ts'
import {hasClusterIP, isApiServer, type ServiceVariables, serviceVariables} from '../../network/service-variables.ts'
import type {Table} from '../../report.ts'
import {enumerate, ownerName, shortName} from '../naming.ts'
import type {Asker} from './asker.ts'
import type {VariablesData} from './dns-answer.ts'

/** What the pod that asks has in its environment; undefined where no pod does. */
export function variablesOf(cluster: Cluster, {pod}: Asker): ServiceVariables | undefined {
  return pod && serviceVariables(cluster, pod)
}

export function toVariablesData({variables, later, startKnown, linked}: ServiceVariables): VariablesData {
  return {
    values: variables.map(({name, value, service}) => ({name, value, service: nameOf(service)})),
    later: later.map(({service, containers}) => ({service: nameOf(service), containers})),
    startKnown,
    serviceLinks: linked,
  }
}

function nameOf({namespace, name}: Service) {
  return {namespace, name}
}

/** Those of the Services that were asked for; undefined where there are none. */
export function variableTable({variables}: ServiceVariables, {pod}: Asker, asked: readonly Service[]): Table | undefined {
  const shown = variables.filter(({service}) => asked.some((one) => isSame(one, service)))
  if (shown.length === 0 || !pod) return undefined
  return {
    title: [{text: `  in the environment of ${pod.source === 'object' ? shortName(pod.target) : ownerName(pod)}`, tone: 'dim'}],
    columns: [{name: 'VARIABLE'}, {name: 'VALUE'}],
    rows: shown.map(({name, value}) => [[{text: name, tone: 'name'}], value === null ? [{text: '<not stated>', tone: 'dim'}] : [value]]),
    indent: 2,
  }
}

/** What keeps a pod from having the variables of the Services that were asked for. */
export function variableNotes({later, collisions, linked}: ServiceVariables, {pod}: Asker, asked: readonly Service[]): readonly string[] {
  const isAsked = (service: Service) => asked.some((one) => isSame(one, service))
  const unlinked = asked.filter((one) => !linked && one.namespace === pod?.namespace && hasClusterIP(one) && !isApiServer(one))
  const late = later.filter(({service}) => isAsked(service))
  const clashes = collisions.filter(({candidates}) => candidates.some(({service}) => isAsked(service)))
  return [
    ...[...new Set(unlinked.map(nameInText))].map((name) => `no variables of ${name}: the pod says enableServiceLinks: false`),
    ...late.map(
      ({service, containers}) => `${nameInText(service)} is younger than ${enumerate(containers)}: its variables come with a restart`,
    ),
    ...clashes.map(
      ({name, candidates}) => `${name} is set by ${enumerate(candidates.map(({service}) => service.name))}: which one wins is chance`,
    ),
  ]
}

function nameInText({namespace, name}: Service): string {
  return `${namespace}/${name}`
}

function isSame(a: Service, b: Service): boolean {
  return a.namespace === b.namespace && a.name === b.name
}
