import {buildCluster, type Cluster} from '../../../src/cluster/cluster.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import {type Coverage, READABLE} from '../../../src/cluster/read.ts'
import type {Asked} from '../../live/asking/asked.ts'
import {mistake} from '../answer.ts'

export const object = (
  apiVersion: string,
  kind: string,
  namespace: string | undefined,
  name: string,
  more: WireObject = {},
): WireObject => {
  const {labels, ...rest} = more
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(namespace !== undefined && {namespace}),
      uid: `${kind}-${namespace}-${name}`,
      ...(labels !== undefined && {labels}),
    },
    ...rest,
  }
}

export const service = (namespace: string, name: string, clusterIP: string | undefined, spec: WireObject = {}, more: WireObject = {}) =>
  object('v1', 'Service', namespace, name, {
    spec: {
      ...(clusterIP !== undefined && {clusterIP, clusterIPs: [clusterIP]}),
      ports: [{port: 80, targetPort: 8080}],
      type: 'ClusterIP',
      ...spec,
    },
    ...more,
  })

export const pod = (namespace: string, name: string, ip: string, labels: WireObject, spec: WireObject = {}) =>
  object('v1', 'Pod', namespace, name, {
    labels,
    spec: {nodeName: 'node-a', containers: [{name: 'a', image: 'a', ports: [{containerPort: 8080}]}], ...spec},
    status: {phase: 'Running', podIP: ip, podIPs: [{ip}], conditions: [{type: 'Ready', status: 'True'}]},
  })

export const slice = (namespace: string, of: string, address: string | undefined, target?: string) =>
  object('discovery.k8s.io/v1', 'EndpointSlice', namespace, `${of}-abc`, {
    labels: {
      'kubernetes.io/service-name': of,
      'endpointslice.kubernetes.io/managed-by': target === undefined ? 'me' : 'endpointslice-controller.k8s.io',
    },
    addressType: 'IPv4',
    ports: [{name: '', port: 8080, protocol: 'TCP'}],
    endpoints:
      address === undefined
        ? []
        : [
            {
              addresses: [address],
              conditions: {ready: true, serving: true, terminating: false},
              nodeName: 'node-a',
              ...(target !== undefined && {targetRef: {kind: 'Pod', namespace, name: target}}),
            },
          ],
  })

/** A Service with one pod and its slice, as the controller writes it. */
export const app = (namespace: string, name: string, n: number, spec: WireObject = {}) => [
  service(namespace, name, `10.0.0.${n}`, {selector: {app: name}, ...spec}),
  pod(namespace, `${name}-0`, `10.244.0.${n}`, {app: name}),
  slice(namespace, name, `10.244.0.${n}`, `${name}-0`),
]

const NODE = object('v1', 'Node', undefined, 'node-a', {
  spec: {podCIDR: '10.244.0.0/24', podCIDRs: ['10.244.0.0/24']},
  status: {addresses: [{type: 'InternalIP', address: '192.168.77.10'}]},
})
const DNS = app('kube-system', 'kube-dns', 10)
const NAMESPACES = ['default', 'kube-system', 'shop', 'other'].map((name) => object('v1', 'Namespace', undefined, name))
/** What every cluster has. */
export const BASE = [NODE, ...DNS, ...NAMESPACES]

export const build = ({objects, leftOut = [], coverage}: Parameters<typeof buildCluster>[0]) =>
  buildCluster({objects, leftOut, coverage}, undefined)

/** As an API server lists them: by kind, namespace and name. */
export function wholeOf(objects: readonly WireObject[], coverage?: Coverage): Cluster {
  const placeOf = ({kind, metadata}: WireObject) => {
    const {namespace = '', name} = metadata as {namespace?: string; name: string}
    return `${String(Object.keys(READABLE).indexOf(String(kind))).padStart(3, '0')} ${namespace}/${name}`
  }
  return build({
    objects: objects.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1)).map((one) => ({object: one, origin: undefined})),
    leftOut: [],
    coverage,
  })
}

/** All that an answer says, or the mistake that it is. */
export function told({ask}: Asked, cluster: Cluster): string {
  return mistake(() => ask(cluster)) ?? JSON.stringify({...ask(cluster), tables: []}, null, 1)
}
