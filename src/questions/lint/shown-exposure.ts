import {findBackends} from '../../network/endpoints/backends.ts'
import type {ExposedService} from '../exposure/exposed-service.ts'
import {type Shown, sensitivityOf, showExposed} from '../exposure/shown-entry.ts'
import type {Graph} from './graph.ts'

const SHOWN = new WeakMap<Graph, readonly Shown[]>()

/**
 * Who comes to each Service in scope, and to pods past every Service, with what is sensitive of that. Services that are reached from inside alone, and have
 * nothing sensitive, are nearly all: they are left out.
 */
export function shownExposureOf(graph: Graph): readonly Shown[] {
  const known = SHOWN.get(graph)
  if (known) return known
  const {services, workloads} = graph.exposed()
  const notable = services.filter((one) => isNotable(graph, one))
  const shown = showExposed(graph.cluster, {services: notable, workloads}, undefined)
  const inScope = shown.filter(({reference}) => graph.isInScope(reference.namespace))
  SHOWN.set(graph, inScope)
  return inScope
}

function isNotable({cluster}: Graph, {service, entries}: ExposedService): boolean {
  const {pods} = findBackends(cluster, service)
  return entries.some((entry) => (entry.via !== 'ClusterIP' && entry.via !== 'Headless') || sensitivityOf(entry, pods) !== undefined)
}
