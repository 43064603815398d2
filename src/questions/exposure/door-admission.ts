import {parseAddress} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import {valueAt} from '../../cluster/fields.ts'
import {obtain} from '../../cluster/obtain.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Service, ServicePort} from '../../cluster/service.ts'
import type {Entry} from '../../network/entry/entry.ts'
import {isForeignKindName} from '../../network/entry/foreign/foreign-kinds.ts'
import {type Admitted, doubtAdmitted, everybody} from './admitted.ts'
import {podsOfWorkload} from './controller-access.ts'

/** A port of the Service in front of the proxies, or the proxies themselves by a port of their node. */
export type Door = ServiceDoor | {readonly kind: 'pods'; readonly pods: readonly Pod[]}

interface ServiceDoor {
  readonly kind: 'service'
  readonly service: Service
  readonly port: ServicePort
  /** The family by which clients come, where the way has an address. */
  readonly family: 'IPv4' | 'IPv6' | undefined
  readonly policy: 'Cluster' | 'Local'
}

/**
 * Where clients of an Ingress or a Gateway come to its proxies, so that policies for those can be asked. Undefined where the input shows neither a Service
 * in front of them nor their pods.
 */
export function createDoorFinder(cluster: Cluster): (entry: Entry) => Door | undefined {
  const {services} = cluster
  const known = new Map<string, Service | 'absent'>()
  return ({through, address, port, protocol}) => {
    const outermost = through.find(({kind}) => kind === 'Service')
    if (!outermost) return podsDoor(cluster, through)
    const {namespace, name} = outermost
    const isMeant = (one: Service) => one.namespace === namespace && one.name === name
    const service = obtain(known, `${namespace}/${name}`, () => services.find(isMeant) ?? 'absent')
    if (service === 'absent') return undefined
    const own = service.ports.find((one) => one.protocol === protocol && (one.port === port || one.nodePort === port))
    if (!own) return undefined
    const policy = valueAt(service.object, 'spec', 'externalTrafficPolicy') === 'Local' ? 'Local' : 'Cluster'
    return {kind: 'service', service, port: own, family: address === null ? undefined : parseAddress(address)?.family, policy}
  }
}

function podsDoor(cluster: Cluster, through: Entry['through']): Door | undefined {
  const workload = through.find(
    ({kind}) => kind !== 'Ingress' && kind !== 'Gateway' && kind !== 'ListenerSet' && !kind.endsWith('Route') && !isForeignKindName(kind),
  )
  const pods = workload ? podsOfWorkload(cluster, workload) : []
  return pods.length > 0 ? {kind: 'pods', pods} : undefined
}

/** Whoever comes to the proxies, where these come to the pods behind them. */
export function behindDoor(atDoor: Admitted | undefined, inside: Admitted): Admitted {
  if (!atDoor || inside.reach === 'none') return inside
  const isOpen = inside.question !== undefined && atDoor.reach !== 'none'
  return {
    ...(isOpen ? doubtAdmitted(everybody('none'), atDoor, inside.question) : atDoor),
    narrowedBy: [...new Set([...atDoor.narrowedBy, ...inside.narrowedBy])],
    remarks: [...new Set([...atDoor.remarks, ...inside.remarks])],
  }
}
