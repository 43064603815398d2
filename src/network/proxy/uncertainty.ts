import type {ProxyEndpoint} from './proxy-endpoint.ts'
import {type ServicePort, usesClusterEndpoints, usesLocalEndpoints} from './service-port.ts'

/** What the input leaves open about a Service port's endpoints, so that a node may do otherwise than the model says. */
export type Uncertainty =
  /** Which endpoints a node prefers. */
  | 'hints'
  /** Whether some endpoints are ready. */
  | 'readiness'
  /** On which nodes some endpoints are. */
  | 'placement'
  /** How many pods stand behind an endpoint. */
  | 'replicas'
  /** Which of several slices counts that list one address, each otherwise. kube-proxy itself takes any, and another after a restart. */
  | 'duplicates'

/** All that matters: placement only where a policy Local asks for it, hints only where a policy Cluster does. */
export function uncertaintiesOf(port: ServicePort, endpoints: readonly ProxyEndpoint[]): readonly Uncertainty[] {
  const some = (is: (listed: ProxyEndpoint['listed']) => boolean) => endpoints.some(({listed}) => is(listed))
  const open: readonly (readonly [Uncertainty, boolean])[] = [
    ['hints', usesClusterEndpoints(port) && some(({hints}) => hints === undefined)],
    ['readiness', some(({ready}) => ready === null)],
    // A slice that names no node is clear about it: the endpoint is on none.
    ['placement', usesLocalEndpoints(port) && some(({nodeName, address}) => nodeName === null && address === null)],
    ['replicas', some(({replicas}) => replicas === null)],
    ['duplicates', endpoints.some(({isAmbiguous}) => isAmbiguous)],
  ]
  return open.flatMap(([uncertainty, isOpen]) => (isOpen ? [uncertainty] : []))
}
