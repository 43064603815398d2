import type {Cluster} from '../../cluster/cluster.ts'
import {matchesLabels} from '../../cluster/label-selector.ts'
import type {Service} from '../../cluster/service.ts'
import {UserError} from '../../user-error.ts'
import {enumerate} from '../naming.ts'
import type {PortWord, Target} from '../target.ts'
import {namesakesOf} from './namesake.ts'
import {notFound, type SearchedScope} from './not-found.ts'
import {describePortNumber} from './port-column.ts'

/** A Service that was asked about. */
export interface AskedService {
  /** With only the ports that were asked for. */
  readonly service: Service
  /** As typed after the colon; undefined is all of them. */
  readonly port: string | undefined
}

/** The Services that a namespace and `-l` leave, in the order of the input. */
export function servicesInScope(cluster: Cluster, scope: SearchedScope): readonly Service[] {
  return cluster.services.filter((service) => isInScope(service, scope))
}

export function isInScope(service: Pick<Service, 'namespace' | 'labels'>, {namespace, selector}: SearchedScope): boolean {
  return (namespace === undefined || service.namespace === namespace) && (selector === undefined || matchesLabels(selector, service.labels))
}

/** The Services that targets name, each once. Throws a UserError for a name or a port that does not exist. */
export function findServices(cluster: Cluster, targets: readonly Target[], scope: SearchedScope): readonly AskedService[] {
  const inScope = servicesInScope(cluster, scope)
  const found = new Map<string, AskedService>()
  for (const {name, port} of targets) {
    const services = name === undefined ? inScope : inScope.filter((service) => service.name === name)
    if (name !== undefined && services.length === 0) throw missingService(cluster, name, inScope, scope)
    for (const service of services) {
      const asked = port ? onPort(service, port) : {service, port: undefined}
      found.set(`${cluster.services.indexOf(service)} ${asked.service.ports.map(({index}) => index).join()}`, asked)
    }
  }
  return [...found.values()]
}

function missingService(cluster: Cluster, name: string, inScope: readonly Service[], scope: SearchedScope): Error {
  const same = cluster.services.filter((service) => service.name === name)
  return notFound(cluster, {
    ...scope,
    kind: 'Service',
    name,
    ruledOut: same.find(({namespace}) => scope.namespace === undefined || namespace === scope.namespace)?.labels,
    elsewhere: same.map(({namespace}) => namespace),
    namesakes: namesakesOf(cluster, 'Service', name, scope.namespace),
    names: inScope.map((service) => service.name),
  })
}

function onPort(service: Service, {text, protocol}: PortWord): AskedService {
  const ports = service.ports.filter(
    (port) => (port.name === text || String(port.port) === text) && (protocol === undefined || port.protocol === protocol),
  )
  const word = protocol === undefined ? text : `${text}/${protocol.toLowerCase()}`
  if (ports.length > 0) return {service: {...service, ports}, port: word}
  const has = service.ports.map((port) => (port.name ? `${port.name} (${describePortNumber(port)})` : describePortNumber(port)))
  throw new UserError(
    `Service ${service.name} in namespace ${service.namespace} has no port ${word}`,
    has.length === 0 ? 'it has no ports' : has.length === 1 ? `its only port is ${has[0]}` : `its ports are ${enumerate(has, 10)}`,
  )
}
