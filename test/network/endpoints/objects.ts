import type {Cluster} from '../../../src/cluster/cluster.ts'
import {clusterOf, together} from '../../manifest.ts'

type Fields = Readonly<Record<string, unknown>>

/** A Service as the API server completed it, of IPv4 unless told otherwise. */
export function appliedService(spec: Fields = {}, metadata: Fields = {}): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name: 'web', uid: 'uid-of-service', ...metadata},
    spec: {
      selector: {app: 'web'},
      clusterIP: '10.0.0.10',
      ipFamilies: ['IPv4'],
      ports: [{name: 'http', port: 80, targetPort: 8080}],
      ...spec,
    },
  })
}

export interface PodShape {
  readonly ips?: readonly string[]
  readonly ready?: boolean
  readonly node?: string
  readonly spec?: Fields
  readonly status?: Fields
  readonly metadata?: Fields
}

/** A running pod with the label app=web and one address. */
export function pod(name: string, {ips = ['10.244.0.9'], ready = true, node = 'node-a', spec, status, metadata}: PodShape = {}): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {name, labels: {app: 'web'}, uid: `uid-of-${name}`, ...metadata},
    spec: {nodeName: node, containers: [{name: 'app', image: 'app:1'}], ...spec},
    status: {
      phase: 'Running',
      podIP: ips[0],
      podIPs: ips.map((ip) => ({ip})),
      conditions: [{type: 'Ready', status: ready ? 'True' : 'False'}],
      ...status,
    },
  })
}

/** A ready node with 4 cores. */
export function node(
  name: string,
  zone?: string,
  {cpu = '4', ready = true, labels = {}}: {cpu?: unknown; ready?: boolean; labels?: Fields} = {},
): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {name, labels: {...(zone && {'topology.kubernetes.io/zone': zone}), ...labels}},
    status: {allocatable: cpu === null ? {} : {cpu}, conditions: [{type: 'Ready', status: ready ? 'True' : 'False'}]},
  })
}

export interface SliceShape {
  readonly name?: string
  readonly addressType?: string
  readonly ports?: readonly Fields[]
  readonly owner?: string
}

/** A slice of the EndpointSlice controller for the Service `web`. */
export function slice(
  endpoints: readonly Fields[],
  {name = 'web-x', addressType = 'IPv4', ports, owner = 'uid-of-service'}: SliceShape = {},
): string {
  return JSON.stringify({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name,
      uid: `uid-of-${name}`,
      labels: {'kubernetes.io/service-name': 'web', 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io'},
      ownerReferences: [{apiVersion: 'v1', kind: 'Service', name: 'web', uid: owner, controller: true}],
    },
    addressType,
    ports: ports ?? [{name: 'http', port: 8080, protocol: 'TCP'}],
    endpoints,
  })
}

/** A pod in a slice. */
export function listed(name: string, address = '10.244.0.9', conditions: Fields = {}): Fields {
  return {
    addresses: [address],
    conditions: {ready: true, serving: true, terminating: false, ...conditions},
    nodeName: 'node-a',
    targetRef: {kind: 'Pod', namespace: 'default', name},
  }
}

export function clusterWith(...objects: readonly string[]): Cluster {
  return clusterOf(together(...objects))
}
