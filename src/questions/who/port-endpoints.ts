import {type AddressFamily, familyOf} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import {fieldsOf} from '../../cluster/fields.ts'
import type {Service, ServicePort} from '../../cluster/service.ts'
import {findBackends, usableEndpoints, usableLocalEndpoints} from '../../network/endpoints/backends.ts'
import type {Endpoint} from '../../network/endpoints/endpoint.ts'

/** A port of a Service with the endpoints that it leads to; without ports of its own, a headless one leads to pods as they are. */
export interface PortEndpoints {
  readonly port: ServicePort | null
  /** All that somebody's traffic goes to, from inside or outside. */
  readonly endpoints: readonly Endpoint[]
  /** Those of traffic from inside. */
  readonly inside: readonly Endpoint[]
  /** Those of traffic from outside, which another policy is for; the same list where that makes no difference. */
  readonly outside: readonly Endpoint[]
}

/** What traffic to the ports of a Service goes to, in one family. */
export function endpointsBehind(cluster: Cluster, service: Service, family: AddressFamily): readonly PortEndpoints[] {
  const all = findBackends(cluster, service).endpoints.filter(({address}) => address === null || familyOf(address) === family)
  const usable = usableEndpoints(service, all)
  const isLocal = {inside: hasLocalPolicy(service, 'internalTrafficPolicy'), outside: hasLocalPolicy(service, 'externalTrafficPolicy')}
  if (!isLocal.inside && !isLocal.outside)
    return portsOf(service).map((port) => {
      const endpoints = endpointsOf(port, usable)
      return {port, endpoints, inside: endpoints, outside: endpoints}
    })
  const local = usableLocalEndpoints(all)
  const reached = {inside: new Set(isLocal.inside ? local : usable), outside: new Set(isLocal.outside ? local : usable)}
  const anyhow = all.filter((endpoint) => reached.inside.has(endpoint) || reached.outside.has(endpoint))
  return portsOf(service).map((port) => {
    const endpoints = endpointsOf(port, anyhow)
    const reachedFrom = (side: 'inside' | 'outside') => endpoints.filter((endpoint) => reached[side].has(endpoint))
    return {port, endpoints, inside: reachedFrom('inside'), outside: reachedFrom('outside')}
  })
}

function endpointsOf(port: ServicePort | null, endpoints: readonly Endpoint[]): readonly Endpoint[] {
  return port ? endpoints.filter(({portName, protocol}) => portName === port.name && protocol === port.protocol) : endpoints
}

function hasLocalPolicy({object, headless}: Service, field: 'internalTrafficPolicy' | 'externalTrafficPolicy'): boolean {
  return !headless && fieldsOf(object['spec'])[field] === 'Local'
}

function portsOf({ports, headless}: Service): readonly (ServicePort | null)[] {
  return ports.length === 0 && headless ? [null] : ports
}
