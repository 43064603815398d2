import type {Cluster} from '../../../cluster/cluster.ts'
import {labelOf, labelsOf, textOf, valueAt} from '../../../cluster/fields.ts'
import {referenceTo} from '../../../cluster/identity.ts'
import type {ObjectReference} from '../../../cluster/object.ts'
import type {Pod} from '../../../cluster/pod.ts'
import type {Service, ServicePort} from '../../../cluster/service.ts'
import type {Entry} from '../entry.ts'
import {type Door, frontOf} from './door.ts'

/** A Service, and the ways in from outside that lead to it. */
export interface ReachedService {
  readonly service: Service
  readonly entries: readonly Entry[]
}

/**
 * The ways to a controller: those of its Services, and of `ofPods` (all ports of nodes that lead to pods past every Service) those that lead to its own.
 * Undefined where the input shows neither.
 */
export function doorsOfController(
  cluster: Cluster,
  services: readonly ReachedService[],
  pods: readonly Pod[],
  ofPods: readonly Entry[],
): readonly Door[] | undefined {
  const doors = [...services.flatMap(doorsOfService), ...ofPods.flatMap((entry) => doorOfPods(entry, pods))]
  const open = doors.filter(({front}) => front.reach !== 'none')
  if (open.length > 0) return open
  const serving = services.find(({service}) => service.ports.some((port) => roleOf(port, service) !== undefined))
  return serving && [insideOnly(cluster, serving.service)]
}

function doorsOfService({service, entries}: ReachedService): readonly Door[] {
  return entries.flatMap((entry): readonly Door[] => {
    if (entry.via === 'ClusterIP' || entry.via === 'Headless') return []
    const role = entry.servicePort && roleOf(entry.servicePort, service)
    if (!role) return []
    const {via, address, port, front} = entry
    // Whoever stands before the Service may have ended TLS already.
    const tls = entry.tls ?? role.tls
    return [{via, address, port, tls, isTlsEndedBefore: entry.tls === true, front, through: [...entry.through, referenceTo(service)]}]
  })
}

/** A node's port of a controller's pod. Beside 80 and 443 only stated host ports count: on the host's network the others are for probes and webhooks. */
function doorOfPods({via, address, port, front, pods: reached, through}: Entry, pods: readonly Pod[]): readonly Door[] {
  if (port === null || !reached.some((pod) => pods.includes(pod))) return []
  const isServed = port === 80 || port === 443 || (via === 'HostPort' && /^(8000|8080|8443)$/.test(String(port)))
  return isServed ? [{via, address, port, tls: port === 443 || port === 8443, front, through: [...through, ...workloadsOf(reached)]}] : []
}

/** What a reader looks for when no Service leads there. */
function workloadsOf([first]: readonly Pod[]): readonly ObjectReference[] {
  if (!first) return []
  return [first.workload ? {...first.workload, namespace: first.namespace} : first.target]
}

const OTHER_PORT = /metric|prom|webhook|admin|status|health|dashboard|stat|monitor|validat|^traefik$|^cp-|^dns/

/** What a controller's Service has a port for: requests in the clear, by TLS, or (null) one of them; undefined for its metrics, webhooks and the like. */
function roleOf(
  {name, port, targetPort, protocol, appProtocol}: ServicePort,
  {ports}: Service,
): {readonly tls: boolean | null} | undefined {
  if (protocol !== 'TCP') return undefined
  const text = (name ?? (typeof targetPort === 'string' ? targetPort : '')).toLowerCase()
  if (OTHER_PORT.test(text)) return undefined
  if (/https|secure|tls|ssl/.test(text) || appProtocol === 'https') return {tls: true}
  // A load balancer that ends TLS on 443 hands requests on in the clear.
  if (port === 443 || port === 8443 || targetPort === 443 || targetPort === 8443) return {tls: true}
  if (/http|web|proxy|plain/.test(text) || /^(80|8000|8080)$/.test(String(port)) || /^(80|8000|8080)$/.test(String(targetPort)))
    return {tls: false}
  return ports.length === 1 ? {tls: null} : undefined
}

/** Nothing of the Service's own leads in from outside; what other load balancers do with it is theirs to say. */
function insideOnly({others}: Cluster, service: Service): Door {
  const name = `${service.namespace}/${service.name}`
  const through = [referenceTo(service)]
  const door = {via: 'ClusterIP', address: null, port: null, tls: null, through} as const
  const neg = labelOf(labelsOf(valueAt(service.object, 'metadata', 'annotations')), 'cloud.google.com/neg')
  const isBound = others.some(
    ({kind, namespace, object}) =>
      kind === 'TargetGroupBinding' &&
      namespace === service.namespace &&
      textOf(valueAt(object, 'spec', 'serviceRef', 'name')) === service.name,
  )
  if (neg?.includes('exposed_ports') || isBound) {
    const what = isBound ? 'a TargetGroupBinding' : 'annotation cloud.google.com/neg'
    return {
      ...door,
      front: frontOf(
        'unknown',
        [`${what} puts Service ${name} of the controller behind a load balancer of its own`],
        `is the load balancer of Service ${name} public?`,
      ),
    }
  }
  return {...door, front: frontOf('none', [`Service ${name} of the controller is ${service.type}: nothing leads to it from outside`])}
}
