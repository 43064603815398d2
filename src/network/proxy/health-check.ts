import type {Service} from '../../cluster/service.ts'
import type {ProxyEndpoint} from './proxy-endpoint.ts'
import type {AllocatedPort} from './service-port.ts'

/** What a load balancer hears that asks a node whether it has endpoints of a Service with externalTrafficPolicy Local. */
export interface HealthCheck {
  readonly service: Service
  readonly port: NonNullable<AllocatedPort>
  /** Ready ones on this node, an address counted once. Those that terminate do not count, though traffic may still go to them. */
  readonly localEndpoints: number
  /** 200 takes the node in, 503 leaves it out; as long as kube-proxy itself is well. */
  readonly status: 200 | 503
}

/** `endpoints` are those of all ports of the Service in one family (LocalReadyEndpoints, hcHandler.ServeHTTP). */
export function answerHealthCheck(service: Service, port: HealthCheck['port'], endpoints: readonly ProxyEndpoint[]): HealthCheck {
  const local = endpoints.filter(({isLocal, isReady}) => isLocal && isReady)
  const localEndpoints = new Set(local.map(({address, text}) => address ?? text)).size
  return {service, port, localEndpoints, status: localEndpoints > 0 ? 200 : 503}
}
