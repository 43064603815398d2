import {type ContainerPort, containerPortsOf, findContainerPort} from '../cluster/container-port.ts'
import type {Pod} from '../cluster/pod.ts'
import type {ServicePort} from '../cluster/service.ts'

/** The port of one pod that a Service port leads to, or why it has none. */
export type TargetPort =
  | {readonly kind: 'found'; readonly port: number | null}
  /** The name exists on the pod, but with another protocol. */
  | {readonly kind: 'other-protocol'; readonly declared: ContainerPort}
  | {readonly kind: 'no-such-name'; readonly names: readonly string[]}

/**
 * Looks a Service port up on one pod, as k8s.io/kubernetes pkg/api/v1/pod FindPort does: a number is taken as it is, declared or not
 * (containerPort is documentation); a name must equal a declared port's name *and* protocol, containers before native sidecars, the first wins.
 */
export function findTargetPort(pod: Pod, servicePort: ServicePort): TargetPort {
  const target = servicePort.targetPort
  if (typeof target !== 'string') {
    return {kind: 'found', port: target}
  }
  const port = findContainerPort(pod.spec, target, servicePort.protocol)
  if (port !== undefined) return {kind: 'found', port}
  const declared = containerPortsOf(pod.spec)
  const other = declared.find((port) => port.name === target)
  if (other) return {kind: 'other-protocol', declared: other}
  const sameProtocol = declared.filter((port) => port.protocol === servicePort.protocol)
  return {kind: 'no-such-name', names: [...new Set(sameProtocol.flatMap((port) => port.name ?? []))]}
}
