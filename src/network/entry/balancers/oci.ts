import {textOf, valueAt} from '../../../cluster/fields.ts'
import type {Service} from '../../../cluster/service.ts'
import {annotationOf, type Balancer, type Placement, parseBool, placed, say} from './balancer.ts'
import {type AllowedSources, sourcesOfFields, unheededSources} from './sources.ts'

const TYPE = 'oci.oraclecloud.com/load-balancer-type'
/** Each kind of load balancer reads its own annotations and not the other's. */
const KEYS = {
  lb: {
    title: 'load balancer',
    internal: 'service.beta.kubernetes.io/oci-load-balancer-internal',
    mode: 'service.beta.kubernetes.io/oci-load-balancer-security-list-management-mode',
  },
  nlb: {
    title: 'network load balancer',
    internal: 'oci-network-load-balancer.oraclecloud.com/internal',
    mode: 'oci-network-load-balancer.oraclecloud.com/security-list-management-mode',
  },
} as const

/**
 * Public unless the annotation of its kind is true as strconv.ParseBool has it; no load balancer at all where it is no boolean (isInternalLB and
 * getLoadBalancerType in pkg/cloudprovider/providers/oci/load_balancer_spec.go of oci-cloud-controller-manager). Source ranges become security
 * lists, which mode "None" leaves alone (docs/load-balancer-annotations.md).
 */
export const OCI: Balancer = {
  cloud: 'oci',
  title: 'OCI',
  prefixes: ['service.beta.kubernetes.io/oci-load-balancer-', 'oci.oraclecloud.com/', 'oci-network-load-balancer.oraclecloud.com/'],
  placementOf,
  sourcesOf,
  requestedBy: ({object}) => [textOf(valueAt(object, 'spec', 'loadBalancerIP')) ?? []].flat(),
}

function keysOf(service: Service): (typeof KEYS)[keyof typeof KEYS] {
  return annotationOf(service, TYPE)?.toLowerCase() === 'nlb' ? KEYS.nlb : KEYS.lb
}

function placementOf(service: Service): Placement {
  const own = keysOf(service)
  const other = own === KEYS.lb ? KEYS.nlb : KEYS.lb
  const value = annotationOf(service, own.internal)
  if (value === undefined) {
    const unread = annotationOf(service, other.internal)
    const trap = unread === undefined ? [] : [`${say(other.internal, unread)}, which a ${own.title} does not read`]
    return placed('public', `OCI gives a ${own.title} a public address where nothing else is said`, ...trap)
  }
  const isInternal = parseBool(value)
  if (isInternal === undefined) return placed('none', `${say(own.internal, value)}, which is no boolean: OCI makes no load balancer`)
  return placed(isInternal ? 'private' : 'public', say(own.internal, value))
}

function sourcesOf(service: Service): AllowedSources {
  const {mode} = keysOf(service)
  const value = annotationOf(service, mode)
  return value === 'None' ? unheededSources(service, say(mode, value)) : sourcesOfFields(service)
}
