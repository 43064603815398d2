import type {Cluster} from '../cluster/cluster.ts'
import {fieldsOf, flagOf, itemsOf, textOf} from '../cluster/fields.ts'
import type {Pod} from '../cluster/pod.ts'
import type {Service, ServicePort} from '../cluster/service.ts'

/**
 * One environment variable that kubelet sets for a Service. `value` is null where it depends on an address that the input does not state
 * (a manifest leaves it to the API server), or where several Services give the name different values (`collisions` lists them).
 */
interface ServiceVariable {
  readonly name: string
  readonly value: string | null
  readonly service: Service
}

/** A name that several Services give different values: which one a container gets is chance, since kubelet goes through a Go map. */
interface VariableCollision {
  readonly name: string
  readonly candidates: readonly ServiceVariable[]
}

/** A Service that is younger than these running containers, which have none of its variables until they restart. */
interface LaterService {
  readonly service: Service
  /** The names of the containers that started before it, in the order of the pod's status; others of the pod may have its variables. */
  readonly containers: readonly string[]
}

export interface ServiceVariables {
  /** What every container of the pod has from Services, each name once: Services by name, the variables of one in kubelet's order. */
  readonly variables: readonly ServiceVariable[]
  readonly collisions: readonly VariableCollision[]
  /** By name, as `variables`. */
  readonly later: readonly LaterService[]
  /** False where the input does not say when the pod started (a manifest, a template): all Services are then taken to be older. */
  readonly startKnown: boolean
  /** False where `enableServiceLinks` is: Services of the pod's own namespace give it nothing. */
  readonly linked: boolean
}

/**
 * The variables that kubelet gives the containers of a pod for Services, as k8s.io/kubernetes pkg/kubelet does (kubelet_pods.go
 * getServiceEnvVarMap, envvars/envvars.go FromServices): those of the pod's own namespace that have a cluster IP, and `kubernetes` of
 * `default`, alone where `enableServiceLinks` is false. A container's own `env` and `envFrom` win over them, which is not judged here; nor
 * is a Service that was deleted or whose ports were changed after the container started.
 */
export function serviceVariables(cluster: Cluster, pod: Pod): ServiceVariables {
  const starts = containerStarts(pod)
  const linked = flagOf(fieldsOf(pod.spec)['enableServiceLinks']) ?? true
  const projected = projectedServices(cluster, pod, linked)
  const later = projected.flatMap((service) => {
    const containers = containersBefore(service, starts ?? [])
    return containers.length > 0 ? {service, containers} : []
  })
  const missed = new Set(later.map(({service}) => service))
  const seen = projected.filter((service) => !missed.has(service))
  return {
    ...settle(seen.flatMap(variablesOf)),
    later,
    startKnown: starts !== undefined,
    linked,
  }
}

/** The Service of which every pod has variables, whatever it says. */
export function isApiServer({namespace, name}: Service): boolean {
  return namespace === 'default' && name === 'kubernetes'
}

/** A manifest without an address gets one as soon as it is applied. */
export function hasClusterIP({type, headless}: Service): boolean {
  return type !== 'ExternalName' && !headless
}

/** One Service for each name. A `kubernetes` of the pod's own namespace takes the place of the one in `default`. */
function projectedServices(cluster: Cluster, pod: Pod, linked: boolean): readonly Service[] {
  const byName = new Map<string, Service>()
  // Of several definitions of one Service the nearest to the pod counts, among equals the last, as `kubectl apply` would leave it.
  const choose = (belongs: (service: Service) => boolean) => {
    for (const service of cluster.services)
      if (belongs(service) && hasClusterIP(service) && cluster.counts({identity: service, origin: service.origin}, pod))
        byName.set(service.name, service)
  }
  choose(isApiServer)
  if (linked) choose(({namespace}) => namespace === pod.namespace)
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

interface ContainerStart {
  readonly name: string
  /** As {@link timeOf}; NaN for one that waits. */
  readonly at: number
}

/**
 * When the containers started that now run, and the main ones that have ended and may be looked into. One that waits will see every Service when
 * it starts, and an init container that has ended needs nothing more. Without container statuses the pod's startTime stands for all of them;
 * undefined where there is neither. Times on the wire are whole seconds: what was made in the same second as a container started counts as older.
 */
function containerStarts(pod: Pod): readonly ContainerStart[] | undefined {
  const status = fieldsOf(pod.status)
  const initial = itemsOf(status['initContainerStatuses']).map(fieldsOf)
  const main = itemsOf(status['containerStatuses']).map(fieldsOf)
  if (initial.length + main.length > 0) {
    const statuses = [...initial.filter(({state}) => 'running' in fieldsOf(state)), ...main]
    return statuses.map(({name, state}) => {
      const {running, terminated} = fieldsOf(state)
      return {name: textOf(name) ?? '', at: timeOf(fieldsOf(running ?? terminated)['startedAt'])}
    })
  }
  const at = timeOf(status['startTime'])
  return Number.isNaN(at)
    ? undefined
    : itemsOf(fieldsOf(pod.spec)['containers']).map((value) => ({name: textOf(fieldsOf(value)['name']) ?? '', at}))
}

function containersBefore(service: Service, starts: readonly ContainerStart[]): readonly string[] {
  const created = timeOf(fieldsOf(service.object['metadata'])['creationTimestamp'])
  return starts.filter(({at}) => at < created).map(({name}) => name)
}

/** Milliseconds since the epoch; NaN, which is neither before nor after anything, where no time is stated. */
function timeOf(value: unknown): number {
  return Date.parse(textOf(value) ?? '')
}

/** What one Service gives, in the order of FromServices. A Service without any port is refused by the API server, and gives nothing. */
function variablesOf(service: Service): readonly ServiceVariable[] {
  const ports = service.ports.filter((port): port is ServicePort & {port: number} => port.port !== null)
  const [first] = ports
  if (!first) return []
  const prefix = variableName(service.name)
  const address = service.clusterIPs[0] ?? null
  const link = ({protocol, port}: ServicePort) => address && `${protocol.toLowerCase()}://${joinHostPort(address, port)}`
  const entries: (readonly [name: string, value: string | null])[] = [
    [`${prefix}_SERVICE_HOST`, address],
    [`${prefix}_SERVICE_PORT`, `${first.port}`],
    ...ports.flatMap(({name, port}) => (name ? [[`${prefix}_SERVICE_PORT_${variableName(name)}`, `${port}`] as const] : [])),
    [`${prefix}_PORT`, link(first)],
    ...ports.flatMap((port) => {
      const name = `${prefix}_PORT_${port.port}_${port.protocol.toUpperCase()}`
      return [
        [name, link(port)],
        [`${name}_PROTO`, port.protocol.toLowerCase()],
        [`${name}_PORT`, `${port.port}`],
        [`${name}_ADDR`, address],
      ] as const
    }),
  ]
  return [...new Map(entries)].map(([name, value]) => ({name, value, service}))
}

function variableName(name: string): string {
  return name.replaceAll('-', '_').toUpperCase()
}

/** Go's net.JoinHostPort: an IPv6 address stands in brackets. */
function joinHostPort(address: string, port: number | null): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}

/** Each name once, where it first stands; names whose candidates differ are undetermined. */
function settle(all: readonly ServiceVariable[]): Pick<ServiceVariables, 'variables' | 'collisions'> {
  const byName = new Map<string, Candidates>()
  for (const variable of all) {
    const known = byName.get(variable.name)
    if (known) known.push(variable)
    else byName.set(variable.name, [variable])
  }
  const collisions = [...byName].flatMap(([name, candidates]) => (agree(candidates) ? [] : {name, candidates}))
  const undetermined = new Set(collisions.map(({name}) => name))
  const variables = [...byName].map(([name, [first]]) => (undetermined.has(name) ? {...first, value: null} : first))
  return {variables, collisions}
}

type Candidates = [first: ServiceVariable, ...others: ServiceVariable[]]

/** Two addresses that nobody knows never meet here: only Services of one name would give variables that hold one the same name. */
function agree([first, ...others]: Candidates): boolean {
  return others.every(({value}) => value === first.value)
}
