import type {Cluster} from '../../cluster/cluster.ts'
import {type EndpointSlice, isWrittenBySelector, type SlicePort} from '../../cluster/endpoint-slice.ts'
import type {Service} from '../../cluster/service.ts'
import type {AskedService} from './asked-service.ts'
import {type Judgement, judge} from './judgement.ts'

/** Judges a Service, or only those of its ports that were asked for: then the slices' other ports do not count either. */
export function judgeAsked(cluster: Cluster, {service, port}: AskedService): Judgement {
  if (port === undefined) return judge(cluster, service)
  const judgement = judge({...cluster, slicesOf: (other) => onlyPorts(cluster.slicesOf(other), service)}, service)
  // What a slice without such a port lists belongs to other ports.
  const endpoints = judgement.backends.endpoints.filter(
    ({portName, protocol}) => protocol === null || isAskedFor(service, portName, protocol),
  )
  return {...judgement, backends: {...judgement.backends, endpoints}}
}

/** The controller's slices list the pods that lack a port too, without it. */
function withPorts(slice: EndpointSlice, ports: readonly SlicePort[]): readonly EndpointSlice[] {
  return ports.length > 0 || isWrittenBySelector(slice) ? [{...slice, ports}] : []
}

/** Slices without such a port stay as they are where no slice has it: that they lack it is the answer. */
function onlyPorts(slices: readonly EndpointSlice[], service: Service): readonly EndpointSlice[] {
  const narrowed = slices.flatMap((slice) => {
    const ports = slice.ports.filter((port) => isAskedFor(service, port.name, port.protocol))
    return withPorts(slice, ports)
  })
  return narrowed.length > 0 ? narrowed : slices
}

function isAskedFor(service: Service, name: string | null, protocol: string): boolean {
  return service.ports.some((port) => port.name === name && port.protocol === protocol)
}
