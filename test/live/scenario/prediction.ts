import type {Cluster} from '../../../src/cluster/cluster.ts'
import type {Service} from '../../../src/cluster/service.ts'
import {expectEndpoints, type GroupedEndpoint} from '../../../src/network/endpoints/endpoint-group.ts'
import {expectHints, type Hints, hintsOf} from '../../../src/network/endpoints/hints.ts'
import type {Bounds, ZoneSpread} from '../../../src/network/endpoints/zone-spread.ts'
import type {Prediction} from './comparison.ts'
import type {ComparedEndpoint, ComparedGroup} from './endpoint-sets.ts'

/** What svcscope expects of Services whose slices are new. */
export function predictEndpoints(cluster: Cluster, service: Service): Prediction {
  return predict(cluster, service, true)
}

/** What it expects of Services whose pods have changed since: which hints topology mode Auto has kept is history. */
export function predictAfterChanges(cluster: Cluster, service: Service): Prediction {
  return predict(cluster, service, false)
}

function predict(cluster: Cluster, service: Service, isNew: boolean): Prediction {
  const groups = expectEndpoints(cluster, service)
  const hints = new Map(
    [...expectHints(cluster, service, groups)].map(([type, said]) => [String(type), isNew || !isOfAuto(said) ? said : UNKNOWN]),
  )
  return {
    groups: groups.map((group) => ({
      addressType: String(group.addressType),
      ports: group.ports,
      endpoints: group.endpoints.map((endpoint) => toCompared(cluster, endpoint, hints.get(String(group.addressType)) ?? UNKNOWN)),
    })),
    objections: (real) => [...hints].flatMap(([type, said]) => (said.kind === 'spread' ? objectionsTo(real, type, said.zones) : [])),
  }
}

const UNKNOWN: Hints = {kind: 'unknown'}

function isOfAuto({kind}: Hints): boolean {
  return kind === 'spread' || kind === 'off'
}

function toCompared(cluster: Cluster, endpoint: GroupedEndpoint, hints: Hints): ComparedEndpoint {
  const {ready, serving, terminating, nodeName, zone, hostname, target} = endpoint
  return {
    addresses: endpoint.addresses ?? [],
    ready,
    serving,
    terminating,
    nodeName,
    zone,
    hostname,
    target: target && `${target.kind} ${target.namespace}/${target.name}`,
    hints: hintsOf(cluster, endpoint, hints),
  }
}

/** Chance picks the endpoints that zones give to each other; how many is decided. */
function objectionsTo(real: readonly ComparedGroup[], type: string, zones: readonly ZoneSpread[]): readonly string[] {
  const ready = real.flatMap(({addressType, endpoints}) => (addressType === type ? endpoints.filter((endpoint) => endpoint.ready) : []))
  return zones.flatMap(({zone, given, received}) => {
    const isFor = (endpoint: ComparedEndpoint) => endpoint.hints?.forZones.join() === zone
    const away = ready.filter((endpoint) => endpoint.zone === zone && !isFor(endpoint)).length
    const here = ready.filter((endpoint) => endpoint.zone !== zone && isFor(endpoint)).length
    return [
      ...(isWithin(away, given) ? [] : [`${type}: ${zone} gives ${describe(given)} endpoints, really ${away}`]),
      ...(isWithin(here, received) ? [] : [`${type}: ${zone} receives ${describe(received)} endpoints, really ${here}`]),
    ]
  })
}

function isWithin(count: number, {least, most}: Bounds): boolean {
  return count >= least && count <= most
}

function describe({least, most}: Bounds): string {
  return least === most ? String(least) : `${least} to ${most}`
}
