import {buildCluster, type Cluster} from '../../../src/cluster/cluster.ts'
import type {Fields} from '../../../src/cluster/fields.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import {readProxyConfiguration} from '../../../src/network/proxy/configuration.ts'
import type {KubeProxyVersion} from '../../../src/network/proxy/kube-proxy-version.ts'
import {buildProxyModel, type ProxyModel, type RoutedPort} from '../../../src/network/proxy/proxy-model.ts'

/** A Service of a running cluster, `shop/web` on port 80 at 10.0.0.1. */
export function webService(spec: Fields = {}, rest: {readonly labels?: Fields; readonly status?: Fields} = {}): WireObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name: 'web', namespace: 'shop', uid: 'uid-of-web', labels: rest.labels ?? {}},
    spec: {clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1'], ipFamilies: ['IPv4'], ports: [{port: 80, protocol: 'TCP'}], ...spec},
    status: rest.status ?? {},
  }
}

/** A slice for `shop/web` with one unnamed port, 8080; an endpoint is an address with what the slice says of it. */
export function webSlice(endpoints: readonly WireObject[], rest: Fields = {}, labels: Fields = {}): WireObject {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: `web-${JSON.stringify([endpoints, rest]).length}`,
      namespace: 'shop',
      labels: {'kubernetes.io/service-name': 'web', ...labels},
    },
    addressType: 'IPv4',
    ports: [{name: '', port: 8080, protocol: 'TCP'}],
    endpoints,
    ...rest,
  }
}

/** A workload of pods that `{app: web}` selects, of which the input has none. */
export function webWorkload(kind: 'Deployment' | 'StatefulSet', replicas: number): WireObject {
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: {name: 'web', namespace: 'shop'},
    spec: {
      replicas,
      selector: {matchLabels: {app: 'web'}},
      template: {metadata: {labels: {app: 'web'}}, spec: {containers: [{name: 'main', image: 'web:1'}]}},
    },
  }
}

export function at(address: string, rest: Fields = {}): WireObject {
  return {addresses: [address], conditions: {ready: true}, ...rest}
}

export const READY = {ready: true, serving: true, terminating: false}
export const UNREADY = {ready: false, serving: false, terminating: false}
export const LEAVING = {ready: false, serving: true, terminating: true}

/** `node-a` in `zone-a`, with these addresses; `node-b` in `zone-b`. */
export function nodes(addresses: readonly string[] = ['192.168.77.10', 'fd77::a']): readonly WireObject[] {
  const node = (name: string, zone: string, own: readonly string[]): WireObject => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {name, labels: {'topology.kubernetes.io/zone': zone}},
    spec: {podCIDRs: ['10.244.0.0/24', 'fd00:244::/64']},
    status: {addresses: own.map((address) => ({type: 'InternalIP', address}))},
  })
  return [node('node-a', 'zone-a', addresses), node('node-b', 'zone-b', ['192.168.77.11'])]
}

export function clusterOf(...objects: readonly WireObject[]): Cluster {
  return buildCluster({objects: objects.map((object) => ({object, origin: undefined})), leftOut: []}, undefined)
}

export interface ModelOptions {
  readonly node?: string
  readonly version?: KubeProxyVersion
  readonly configuration?: Fields
}

/** The model of node-a, which takes 10.244.0.0/16 for pods. */
export function modelOf(objects: readonly WireObject[], {node = 'node-a', version, configuration}: ModelOptions = {}): ProxyModel {
  const document = {clusterCIDR: '10.244.0.0/16', ...configuration}
  return buildProxyModel(clusterOf(...nodes(), ...objects), node, readProxyConfiguration(document, version === undefined ? {} : {version}))
}

/** The IPv4 port of `shop/web` on node-a. */
export function portOf(objects: readonly WireObject[], options: ModelOptions = {}): RoutedPort {
  const [port] = modelOf(objects, options).families.IPv4.ports
  if (!port) throw new Error('kube-proxy makes no rules for it')
  return port
}
