import {fieldsOf, itemsOf, textOf} from '../../cluster/fields.ts'
import type {Labels} from '../../cluster/label-selector.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Service, ServicePort} from '../../cluster/service.ts'
import type {Backends} from '../../network/endpoints/backends.ts'
import type {Endpoint} from '../../network/endpoints/endpoint.ts'
import {SENSITIVITIES, type Sensitivity} from './sensitivity.ts'

/** A port that pods are reached at, as far as it may tell what listens there. */
export interface KnownPort {
  /** On the pods, and on the Service in front of them. */
  readonly numbers: readonly number[]
  readonly names: readonly string[]
  readonly pods: readonly Pod[]
  /** The Service in front of them: what it says of them counts where there are none. */
  readonly service?: Pick<Service, 'name' | 'labels' | 'selectorLabels'> | undefined
}

const BY_PORT = index(({ports}) => ports)
const BY_PORT_NAME = index(({portNames}) => portNames)
const BY_NAME = index(({names}) => names)

/** The labels by which a pod says what it is. */
const NAMING_LABELS = ['app.kubernetes.io/name', 'app', 'k8s-app', 'name', 'app.kubernetes.io/component'] as const

/**
 * What listens at a port, where that had better not be open. The port's name says it best, for one pod has several; then the image behind it, its number,
 * and what the labels call the pod.
 */
export function findSensitivity({numbers, names, pods, service}: KnownPort): Sensitivity | undefined {
  const [pod] = pods
  return (
    first(BY_PORT_NAME, names) ??
    first(BY_NAME, pod ? imagesBehind(pod, numbers) : []) ??
    first(BY_PORT, numbers) ??
    first(BY_NAME, pod ? namesIn(pod.labels) : service ? namesOfService(service) : [])
  )
}

/** Whether something sensitive may listen behind some port of a Service: false is certain, and told without asking which container has which port. */
export function mayBeSensitive(service: Service, {pods, endpoints}: Pick<Backends, 'pods' | 'endpoints'>): boolean {
  const pod = pods[0]
  return (
    (pod ? isCalledSensitive(pod) : namesOfService(service).some(isSensitiveName)) ||
    service.ports.some(isSensitiveServicePort) ||
    endpoints.some(isSensitiveEndpoint)
  )
}

function isCalledSensitive({labels, spec}: Pod): boolean {
  return NAMING_LABELS.some((key) => isSensitiveName(labels[key])) || itemsOf(fieldsOf(spec)['containers']).some(isSensitiveContainer)
}

function isSensitiveServicePort({name, port, targetPort}: ServicePort): boolean {
  return isSensitivePort(name) || isSensitivePort(port) || isSensitivePort(targetPort)
}

function isSensitiveEndpoint({port}: Endpoint): boolean {
  return isSensitivePort(port)
}

function isSensitivePort(one: number | string | null): boolean {
  return typeof one === 'number' ? BY_PORT.has(one) : one !== null && BY_PORT_NAME.has(one)
}

function isSensitiveName(name: string | undefined): boolean {
  return name !== undefined && BY_NAME.has(name)
}

function isSensitiveContainer(container: unknown): boolean {
  return isSensitiveName(nameOfContainer(container))
}

function nameOfContainer(container: unknown): string {
  return nameOfImage(textOf(fieldsOf(container)['image']) ?? '')
}

function namesIn(labels: Labels): readonly string[] {
  const names: string[] = []
  for (const key of NAMING_LABELS) if (labels[key] !== undefined) names.push(labels[key])
  return names
}

/** It selects pods by what they are called, as a rule, and is called alike. */
function namesOfService({name, labels, selectorLabels}: NonNullable<KnownPort['service']>): readonly string[] {
  return [...namesIn(selectorLabels), ...namesIn(labels), name]
}

/** The name of an image alone: `redis` of `docker.io/library/redis:7@sha256:…`. */
export function nameOfImage(image: string): string {
  const path = before(image, '@')
  return before(path.slice(path.lastIndexOf('/') + 1), ':')
}

function before(text: string, mark: string): string {
  const end = text.indexOf(mark)
  return end < 0 ? text : text.slice(0, end)
}

/** Those of the containers that declare the port; where none does, of the only container. */
function imagesBehind({spec}: Pod, numbers: readonly number[]): readonly string[] {
  const containers = itemsOf(fieldsOf(spec)['containers'])
  const isAsked = (port: unknown) => numbers.includes(fieldsOf(port)['containerPort'] as number)
  const behind = containers.length === 1 ? containers : containers.filter((one) => itemsOf(fieldsOf(one)['ports']).some(isAsked))
  return behind.map(nameOfContainer)
}

function first<K>(rows: ReadonlyMap<K, Sensitivity>, keys: readonly K[]): Sensitivity | undefined {
  for (const key of keys) {
    const found = rows.get(key)
    if (found) return found
  }
  return undefined
}

function index<K>(keysOf: (row: Sensitivity) => readonly K[]): ReadonlyMap<K, Sensitivity> {
  const rows = new Map<K, Sensitivity>()
  for (const row of SENSITIVITIES) for (const key of keysOf(row)) if (!rows.has(key)) rows.set(key, row)
  return rows
}
