import type {Cluster} from '../../cluster/cluster.ts'
import {type ContainerPort, containerPortsOf, pathOfPort} from '../../cluster/container-port.ts'
import {fieldsOf} from '../../cluster/fields.ts'
import type {Path} from '../../cluster/object.ts'
import type {Service, ServicePort} from '../../cluster/service.ts'
import type {Workload} from '../../cluster/workload.ts'
import type {Gap} from '../../network/endpoints/backends.ts'
import {nearestWord} from '../resemblance.ts'
import {addition, type Change, inside, isLive, targetOf, whole, workloadOf} from './change.ts'

/** The changes for every port that leads nowhere, or none at all. */
export function portChanges(cluster: Cluster, service: Service, gaps: readonly Gap[], pods: number): readonly Change[] {
  const changes: (Change | undefined)[] = []
  for (const index of new Set(gaps.map((gap) => gap.servicePort.index))) {
    const here = gaps.filter((gap) => gap.servicePort.index === index)
    const [first] = here
    if (first) changes.push(...changesOfPort(cluster, service, first.servicePort, here, pods))
  }
  return whole(changes)
}

/**
 * Where no pod has the name, the Service takes the one that they all have instead. Where only some lack it, changing the Service would break the
 * others: their own port is renamed, if they have just one.
 */
function changesOfPort(
  cluster: Cluster,
  service: Service,
  port: ServicePort,
  gaps: readonly Gap[],
  pods: number,
): readonly (Change | undefined)[] {
  const wanted = String(port.targetPort)
  const path = ['spec', 'ports', port.index]
  const setTarget = (to: string | number): Change => ({
    kind: 'set',
    target: targetOf(service, service.origin),
    path: [...path, 'targetPort'],
    from: wanted,
    to,
  })
  // A name has at least one letter; the API server refuses anything else, so a number was meant.
  if (/^[1-9]\d*$/.test(wanted) && Number(wanted) < 65_536) return [setTarget(Number(wanted))]
  const all = gaps.length === pods
  if (gaps.some(({reason}) => reason.kind === 'other-protocol')) return [all ? setProtocol(service, port, gaps) : undefined]
  if (!all) return gaps.map((gap) => renamePort(cluster, service, gap, wanted))
  const [first, ...others] = gaps.map(({reason}) => (reason.kind === 'no-such-name' ? reason.names : []))
  const names = (first ?? []).filter((name) => others.every((list) => list.includes(name)))
  const to = names.length === 1 ? names[0] : nearestWord(wanted, names)
  return [to === undefined ? undefined : setTarget(to)]
}

/** One port number may be used once per protocol. */
function setProtocol(service: Service, port: ServicePort, gaps: readonly Gap[]): Change | undefined {
  const protocols = new Set(gaps.map(({reason}) => (reason.kind === 'other-protocol' ? reason.declared.protocol : '')))
  const [protocol] = protocols
  if (!protocol || protocols.size > 1) return undefined
  if (service.ports.some((other) => other.index !== port.index && other.port === port.port && other.protocol === protocol)) return undefined
  const target = targetOf(service, service.origin)
  const path = ['spec', 'ports', port.index]
  const stated = fieldsOf(path.reduce<unknown>(inside, service.object))['protocol']
  if (typeof stated === 'string') return {kind: 'set', target, path: [...path, 'protocol'], from: stated, to: protocol}
  return stated === undefined ? addition(target, service.object, path, {protocol}) : undefined
}

function renamePort(cluster: Cluster, service: Service, {pod, servicePort}: Gap, to: string): Change | undefined {
  const [port, ...others] = containerPortsOf(pod.spec).filter(({protocol, name}) => protocol === servicePort.protocol && name !== null)
  // Another port of the Service may lead to it by the name that it has.
  if (!port?.name || others.length > 0 || service.ports.some(({targetPort}) => targetPort === port.name)) return undefined
  const target = targetOf(pod.identity, pod.origin)
  const set = {kind: 'set', from: port.name, to} as const
  if (pod.source === 'template' || !isLive(target)) {
    const path = [...pod.specPath, ...pathOfPort(port), 'name']
    return pod.workload?.kind === 'Job' && isLive(target) ? undefined : {...set, target, path}
  }
  // The ports of a running pod cannot be changed, and containers may have been put before its own.
  const workload = workloadOf(cluster, pod)
  const [template] = workload?.templates ?? []
  if (!workload || !template || workload.kind === 'Job') return undefined
  const path = [...template.path, 'spec', ...pathOfPort(port)]
  return portName(workload, path) === port.name ? {...set, target: targetOf(workload, workload.origin), path: [...path, 'name']} : undefined
}

function portName(workload: Workload, path: Path): ContainerPort['name'] | undefined {
  return fieldsOf(path.reduce<unknown>(inside, workload.object))['name'] as string | undefined
}
