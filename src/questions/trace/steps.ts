import type {Cluster} from '../../cluster/cluster.ts'
import {containerPortsOf} from '../../cluster/container-port.ts'
import type {Service, ServicePort} from '../../cluster/service.ts'
import {count, enumerate} from '../naming.ts'
import {podOf} from '../pod-of-endpoint.ts'
import {describePortNumber} from '../resolve/port-column.ts'
import {nameOf} from './explain.ts'
import type {BackendData, SourceData, StepData} from './trace-data.ts'

/** `shop/web ClusterIP, port http 80 → targetPort "http"`. */
export function serviceStep(service: Service, port: ServicePort | undefined, asked?: number): StepData {
  const type = service.headless ? 'headless' : service.type
  if (!port && asked !== undefined) return {step: 'service', ok: false, message: `${nameOf(service)} ${type}, without port ${asked}`}
  if (!port) return {step: 'service', ok: null, message: `${nameOf(service)} ${type}`}
  const name = port.name === null ? '' : `${port.name} `
  const target = typeof port.targetPort === 'string' ? JSON.stringify(port.targetPort) : String(port.targetPort ?? '?')
  const leads = service.selector ? ` → targetPort ${target}` : ''
  return {step: 'service', ok: true, message: `${nameOf(service)} ${type}, port ${name}${describePortNumber(port)}${leads}`}
}

/** How many pods, or addresses, may answer. */
export function endpointsStep(backends: readonly BackendData[], stays: string | undefined): StepData {
  const lost = backends.filter(({answer}) => answer !== 'returns').length
  const ok = lost === 0 ? true : lost === backends.length && backends.every(({answer}) => answer !== 'unknown') ? false : null
  return {step: 'endpoints', ok, message: `${countPods(backends)}${stays === undefined ? '' : `; ${stays}`}`}
}

/** `3 pods`, `2 addresses`, `1 pod or more`. */
export function countPods(backends: readonly BackendData[]): string {
  const isPods = backends.every(({target}) => target !== null && target.kind !== 'Service')
  const number = backends.reduce((sum, {replicas}) => sum + (replicas ?? 1), 0)
  const more = backends.some(({replicas}) => replicas === null) ? ' or more' : ''
  return `${isPods ? count(number, 'pod') : `${number} ${number === 1 ? 'address' : 'addresses'}`}${more}`
}

/** `a client stays with its pod for 3 h`. */
export function affinityWords(seconds: number | null): string | undefined {
  if (seconds === null) return undefined
  const units = [
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'min'],
  ] as const
  const [size, unit] = units.find(([size]) => seconds % size === 0) ?? [1, 's']
  return `ClientIP affinity: a client comes back to its pod within ${seconds / size} ${unit}`
}

/** The port on the pods, and whether anybody says that something listens there. */
export function portStep(cluster: Cluster, namespace: string, backends: readonly BackendData[], protocol: string): StepData | undefined {
  const ports = [...new Set(backends.flatMap(({port}) => port ?? []))]
  if (ports.length === 0) return undefined
  const silent = backends.filter((backend) => {
    const pod = podOf(cluster, namespace, backend)
    return pod && !containerPortsOf(pod.spec).some(({containerPort, protocol: own}) => containerPort === backend.port && own === protocol)
  })
  const which = ports.length === 1 ? `port ${ports[0]}` : `ports ${enumerate(ports.map(String))}, as the name of the port has it on each`
  if (silent.length === 0) return {step: 'port', ok: true, message: which}
  const whose = silent.length === backends.length ? 'no container declares it' : `not every container declares it`
  return {step: 'port', ok: true, message: `${which}; ${whose}, which is no fault: such declarations are documentation`}
}

/** The way back, and the source address that the pod sees. */
export function answerStep(backends: readonly BackendData[]): StepData {
  const seen = enumerate([...new Set(backends.map(({source}) => describeSource(vaguest(source, backends))))]).replace(
    / and ([^,]*)$/,
    ' or $1',
  )
  const lost = backends.filter(({answer}) => answer === 'bypasses-node' || answer === 'own-address')
  const unknown = backends.some(({answer}) => answer === 'unknown')
  const whose = lost.length === backends.length ? 'answers do' : `the answers of ${lost.length} of ${backends.length} endpoints do`
  if (lost.length > 0)
    return {step: 'answer', ok: false, message: `the pod sees ${seen}; ${whose} not come back by the node, and the connection hangs`}
  return {step: 'answer', ok: unknown ? null : true, message: `the pod sees ${seen}`}
}

/** A node has one address towards its own pods and one towards others: where not all of them are known, none is named. */
function vaguest(source: SourceData, backends: readonly BackendData[]): SourceData {
  const isOpen = backends.some(
    (other) => other.source.kind === 'node' && other.source.node === source.node && other.source.address === null,
  )
  return source.kind === 'node' && isOpen ? {...source, address: null} : source
}

function describeSource({kind, node, address}: SourceData): string {
  if (kind === 'client') return address ?? "the client's own address"
  const whose = node === null || node === '' ? 'the node whose rules it met' : node
  return address === null || address === '127.0.0.1' || address === '::1' ? `an address of ${whose}` : `${address} of ${whose}`
}
