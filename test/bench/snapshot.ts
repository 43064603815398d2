import {closeSync, openSync, writeSync} from 'node:fs'
import {load} from 'js-yaml'
import {podText, serviceText} from './population.ts'

const NODES = 1000
const ZONES = 3

/** A running cluster as `kubectl get nodes,services,endpointslices,pods -A -o json` prints it, without the spaces: Services of the population, their pods and slices. */
export function writeSnapshot(file: string, services: number, pods: number): void {
  const output = openSync(file, 'w')
  let separator = '{"apiVersion":"v1","kind":"List","items":['
  const write = (object: unknown) => {
    writeSync(output, `${separator}${JSON.stringify(object)}\n`)
    separator = ','
  }
  for (let index = 0; index < NODES; index++) write(node(index))
  const endpoints = Array.from({length: services}, (): unknown[] => [])
  for (let index = 0; index < pods; index++) {
    const pod = load(podText(index, index % services)) as RunningPod
    endpoints[index % services]?.push(endpointOf(pod))
    write(pod)
  }
  for (const [index, listed] of endpoints.entries()) {
    const service = runningService(index)
    write(service)
    write(slice(service, listed))
  }
  writeSync(output, ']}\n')
  closeSync(output)
}

interface RunningPod {
  readonly metadata: {readonly name: string; readonly namespace: string; readonly uid: string}
  readonly spec: {readonly nodeName: string}
  readonly status: {readonly podIP: string; readonly conditions: readonly {readonly type: string; readonly status: string}[]}
}

function node(index: number): unknown {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: `node-${index}`,
      uid: uid('7', index),
      labels: {'kubernetes.io/hostname': `node-${index}`, 'topology.kubernetes.io/zone': `zone-${index % ZONES}`},
    },
    spec: {podCIDR: `10.${index >> 8}.${index & 255}.0/24`, podCIDRs: [`10.${index >> 8}.${index & 255}.0/24`]},
    status: {addresses: [{type: 'InternalIP', address: `192.168.${index >> 8}.${index & 255}`}]},
  }
}

type RunningService = ReturnType<typeof runningService>

function runningService(index: number) {
  const {metadata, spec, ...rest} = load(serviceText(index, false)) as {
    readonly metadata: {readonly name: string; readonly namespace: string}
    readonly spec: Readonly<Record<string, unknown>>
  }
  const address = `172.16.${index >> 8}.${index & 255}`
  const assigned = {clusterIP: address, clusterIPs: [address], ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack', type: 'ClusterIP'}
  return {...rest, metadata: {...metadata, uid: uid('6', index)}, spec: {...spec, ...assigned}, status: {loadBalancer: {}}}
}

function endpointOf({metadata, spec, status}: RunningPod): unknown {
  const ready = status.conditions.some((condition) => condition.type === 'Ready' && condition.status === 'True')
  return {
    addresses: [status.podIP],
    conditions: {ready, serving: ready, terminating: false},
    nodeName: spec.nodeName,
    targetRef: {kind: 'Pod', ...metadata},
    zone: `zone-${Number(spec.nodeName.slice('node-'.length)) % ZONES}`,
  }
}

function slice({metadata}: RunningService, endpoints: readonly unknown[]): unknown {
  const {name, namespace} = metadata
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: `${name}-abcde`,
      namespace,
      uid: uid('5', Number(name.slice('svc-'.length))),
      labels: {'kubernetes.io/service-name': name, 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io'},
      ownerReferences: [{apiVersion: 'v1', kind: 'Service', name, uid: metadata.uid, controller: true, blockOwnerDeletion: true}],
    },
    addressType: 'IPv4',
    ports: [
      {name: 'http', port: 8080, protocol: 'TCP'},
      {name: 'metrics', port: 9090, protocol: 'TCP'},
    ],
    endpoints,
  }
}

function uid(kind: string, index: number): string {
  return `00000000-0000-4000-${kind}000-${String(index).padStart(12, '0')}`
}
