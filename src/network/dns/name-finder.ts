import type {Cluster} from '../../cluster/cluster.ts'
import type {Service} from '../../cluster/service.ts'
import type {Directory} from './directory.ts'
import {labelsBelow} from './domain-name.ts'
import {namedEndpoints} from './endpoint-host.ts'
import {EMPTY, type Found} from './host.ts'
import {hostOfPodName} from './pod-host.ts'
import type {Absence, Doubt, Doubts} from './reason.ts'
import {type Part, parseRequest, type Request} from './request.ts'
import {hostsOfService} from './service-host.ts'
import type {DnsSettings} from './settings.ts'

/** Finds what stands behind the names of the cluster's domain (plugin/kubernetes Records). */
export function createNameFinder(cluster: Cluster, directory: Directory, settings: DnsSettings, doubts: Doubts): (name: string) => Found {
  const found = new Map<string, Found>()

  const whyUnserved = (namespace: string): Absence | undefined => {
    if (settings.namespaces && !settings.namespaces.includes(namespace)) return {kind: 'namespace-not-served', namespace}
    return directory.hasNamespace(namespace) ? undefined : {kind: 'no-namespace', namespace, listed: directory.listsNamespaces}
  }

  const findService = ({namespace, service: name, part}: Extract<Request, {kind: 'service'}>): Found => {
    const why = whyUnserved(namespace)
    if (why?.kind === 'namespace-not-served') return {kind: 'absent', why}
    const definitions = directory.definitions(namespace, name)
    const [service] = definitions
    if (!service) {
      // Nobody who means an endpoint or a port starts with a Service that is not there: search domains make up such names.
      const asked = part.kind === 'whole' && !(why?.kind === 'no-namespace' && why.listed)
      const doubt = asked ? doubtAboutAbsent(directory, namespace, name, doubts) : undefined
      return doubt ? {kind: 'unknown', why: doubt} : {kind: 'absent', why: why ?? {kind: 'no-service', namespace, name}}
    }
    const [found, ...others] = definitions.map((definition) => findIn(definition, part))
    if (found && others.every((other) => sense(other) === sense(found))) return found
    return {kind: 'unknown', why: {kind: 'redefined', service, files: definitions.flatMap(({origin}) => origin?.file ?? [])}}
  }

  const findIn = (service: Service, part: Part): Found => {
    const endpoints = namedEndpoints(cluster, service, settings.endpointPodNames)
    const doubt = endpoints.length === 0 && !settings.withoutEndpoints ? doubts.ofPods?.(service) : undefined
    return hostsOfService(service, part, {settings, endpoints, doubt})
  }

  const find = (name: string): Found => {
    const request = parseRequest(labelsBelow(name, settings.domain))
    switch (request.kind) {
      case 'node':
        return EMPTY
      case 'malformed':
        return {kind: 'absent', why: request}
      case 'service':
        return findService(request)
    }
    if (request.branch === 'pod' && settings.pods === 'disabled') return {kind: 'absent', why: {kind: 'pods-not-served'}}
    const why = whyUnserved(request.namespace)
    if (why) return {kind: 'absent', why}
    return request.kind === 'pod' ? hostOfPodName(cluster, settings, request.namespace, request.address) : EMPTY
  }

  return (name) => {
    const known = found.get(name) ?? find(name)
    found.set(name, known)
    return known
  }
}

/** What makes two answers differ. */
function sense(found: Found): string {
  return found.kind === 'hosts' ? JSON.stringify(found.hosts) : found.kind
}

/** The input may not show a Service that exists: one of the cluster's own, or one whose manifest leaves its namespace open. */
function doubtAboutAbsent(directory: Directory, namespace: string, name: string, doubts: Doubts): Doubt | undefined {
  const elsewhere = directory.services.find((service) => service.name === name && !service.namespaceStated)
  if (elsewhere) return {kind: 'unstated-namespace', service: elsewhere, namespace}
  return doubts.ofService?.(namespace, name)
}
