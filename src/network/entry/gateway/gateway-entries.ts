import type {Cluster, OtherObject} from '../../../cluster/cluster.ts'
import {namespaceLabelsOf} from '../../policy/namespace-labels.ts'
import type {BrokenEntry} from '../entry.ts'
import type {EntryFacts} from '../entry-facts.ts'
import {breakAt} from './broken.ts'
import {checkCertificates} from './certificates.ts'
import {frontsOfGateway, type GatewayFront} from './gateway-front.ts'
import {GATEWAY_GROUP, type GatewayObjects, gatewayObjectsOf, hasGatewayObjects, ROUTE_KIND_LIST} from './gateway-objects.ts'
import {type Parents, parentsOf} from './listener-set.ts'
import {readRoute} from './route.ts'
import {entriesOfRoute, type GatewayEntries} from './route-entries.ts'

/** Every way from a Gateway to a port of a Service, and every one that was meant and leads nowhere. */
export function entriesOfGateways(cluster: Cluster, facts: EntryFacts): GatewayEntries {
  if (!hasGatewayObjects(cluster)) return {entries: [], broken: [], elsewhere: []}
  const objects = gatewayObjectsOf(cluster)
  const labels = namespaceLabelsOf(cluster)
  const parents = withCertificates(parentsOf(objects, labels), objects)
  const fronts = new Map<OtherObject, readonly GatewayFront[]>()
  const frontsOf = (gateway: OtherObject) => {
    const known = fronts.get(gateway) ?? frontsOfGateway(gateway, {objects, facts})
    fronts.set(gateway, known)
    return known
  }
  const world = {objects, labels, parents, frontsOf}
  const ofRoutes = objects.routes.map((route) => entriesOfRoute(readRoute(route), world))
  return {
    entries: ofRoutes.flatMap(({entries}) => entries),
    broken: [...faultsOfParents(parents), ...objects.strangers.map(breakStranger), ...ofRoutes.flatMap(({broken}) => broken)],
    elsewhere: ofRoutes.flatMap(({elsewhere}) => elsewhere),
  }
}

function withCertificates({of, faults}: Parents, objects: GatewayObjects): Parents {
  const checked = [...of].map(
    ([object, parent]) =>
      [object, {...parent, listeners: parent.listeners.map((listener) => checkCertificates(listener, objects))}] as const,
  )
  return {of: new Map(checked), faults}
}

function faultsOfParents({of, faults}: Parents): readonly BrokenEntry[] {
  const ofListeners = [...of.values()].flatMap(({object, listeners}) =>
    listeners.flatMap((listener) => [...listener.faults, ...listener.remarks].map((fault) => breakAt(object, fault))),
  )
  return [...ofListeners, ...[...faults].map(([set, fault]) => breakAt(set, fault))]
}

function breakStranger(object: OtherObject): BrokenEntry {
  const message = `${GATEWAY_GROUP} has no kind ${object.kind}: its routes are ${ROUTE_KIND_LIST.join(', ')}`
  return breakAt(object, {reason: 'no-such-kind', message, path: ['kind']})
}
