import type {Labels} from '../../../src/cluster/label-selector.ts'
import type {WireObject} from '../../../src/cluster/object.ts'

/** Ports of a container by name: a number, or `5353/UDP`. A name that begins with `_` is for the scenario's reader; the port has none. */
export type ContainerPorts = Readonly<Record<string, number | string>>

/** Everything about one pod that a scenario may state. */
export interface PodOptions {
  readonly labels?: Labels
  readonly ports?: ContainerPorts
  /** Ports of a second container. */
  readonly secondPorts?: ContainerPorts
  /** Ports of a native sidecar: an init container that is always restarted. */
  readonly sidecarPorts?: ContainerPorts
  /** Ports of an init container that ends, and so counts for nothing. */
  readonly initPorts?: ContainerPorts
  readonly ready?: boolean
  readonly phase?: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown'
  /** Deleted, with a grace period that outlasts the test. */
  readonly terminating?: boolean
  readonly hostNetwork?: boolean
  readonly hostname?: string
  readonly subdomain?: string
  readonly dnsPolicy?: string
}

/** Where a pod is and what it is called; `addresses` are those of its status, the primary first. */
export interface PodPlace {
  readonly namespace: string
  readonly name: string
  readonly nodeName: string | undefined
  readonly hostAddresses: readonly string[]
  readonly addresses: readonly string[]
}

/** Controllers and kubelets look at the time, we do not: any moment will do. */
const MOMENT = '2026-01-01T00:00:00Z'

/** A pod with the status that a kubelet would have written. */
export function createPod(place: PodPlace, options: PodOptions): WireObject {
  const {terminating = false} = options
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: place.name,
      namespace: place.namespace,
      labels: options.labels ?? {},
      ...(terminating && {deletionTimestamp: MOMENT, deletionGracePeriodSeconds: 86_400}),
    },
    spec: specOf(place, options),
    status: statusOf(place, options),
  }
}

function specOf(place: PodPlace, options: PodOptions): WireObject {
  const {hostNetwork = false} = options
  const container = (name: string, ports: ContainerPorts) => ({name, image: 'example.com/app', ports: portsOf(ports, hostNetwork)})
  const initContainers = [
    ...(options.sidecarPorts ? [{...container('sidecar', options.sidecarPorts), restartPolicy: 'Always'}] : []),
    ...(options.initPorts ? [container('init', options.initPorts)] : []),
  ]
  return {
    containers: [container('main', options.ports ?? {}), ...(options.secondPorts ? [container('second', options.secondPorts)] : [])],
    ...(initContainers.length > 0 && {initContainers}),
    ...(place.nodeName !== undefined && {nodeName: place.nodeName}),
    ...(hostNetwork && {hostNetwork}),
    ...(options.hostname !== undefined && {hostname: options.hostname}),
    ...(options.subdomain !== undefined && {subdomain: options.subdomain}),
    ...(options.dnsPolicy !== undefined && {dnsPolicy: options.dnsPolicy}),
  }
}

/** On the host's network a container's port is the host's, and the API server wants to see it said. */
function portsOf(ports: ContainerPorts, hostNetwork: boolean): readonly WireObject[] {
  return Object.entries(ports).map(([name, value]) => {
    const [number, protocol = 'TCP'] = String(value).split('/')
    const containerPort = Number(number)
    return {...(!name.startsWith('_') && {name}), containerPort, protocol, ...(hostNetwork && {hostPort: containerPort})}
  })
}

function statusOf({addresses, hostAddresses}: PodPlace, {phase = 'Running', ready = phase === 'Running'}: PodOptions): WireObject {
  const status = ready ? 'True' : 'False'
  const [podIP] = addresses
  const [hostIP] = hostAddresses
  return {
    phase,
    conditions: [
      {type: 'ContainersReady', status, lastTransitionTime: MOMENT},
      {type: 'Ready', status, lastTransitionTime: MOMENT},
    ],
    ...(podIP !== undefined && {podIP, podIPs: addresses.map((ip) => ({ip}))}),
    ...(hostIP !== undefined && {hostIP, hostIPs: hostAddresses.map((ip) => ({ip}))}),
  }
}
