import {createHash} from 'node:crypto'
import {load} from 'js-yaml'
import {fieldsOf, itemsOf} from '../../../src/cluster/fields.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import {podText, serviceText} from '../../bench/population.ts'

export interface ClusterSize {
  readonly services: number
  readonly pods: number
}

/** What the population's pods run on, and are in. */
const NODES = 100
const NAMESPACES = 50

/** The population of the benchmarks as objects that an API server takes: pods with a status, 4.5 kB each, and kube-proxy as kubeadm installs it. */
export function largeCluster({services, pods}: ClusterSize): readonly WireObject[] {
  return [
    ...Array.from({length: NODES}, (_, index) => largeNode(index)),
    ...Array.from({length: NAMESPACES}, (_, index) => ({apiVersion: 'v1', kind: 'Namespace', metadata: {name: `ns-${index}`}})),
    kubeProxyConfig(),
    kubeProxyDaemonSet(),
    ...Array.from({length: pods}, (_, index) => largePod(index, index % services)),
    ...Array.from({length: services}, (_, index) => load(serviceText(index, false)) as WireObject),
  ]
}

/** Addresses beside the API server's own range of Services. */
function largePod(index: number, service: number): WireObject {
  const pod = load(podText(index, service)) as WireObject
  const {uid: _, resourceVersion: __, generateName: ___, creationTimestamp: ____, ...metadata} = fieldsOf(pod['metadata'])
  const podIP = `10.${64 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`
  const status = fieldsOf(pod['status'])
  // No two containers have one identifier: what is the same in all pods would weigh nothing once it is compressed.
  const containerID = `containerd://${createHash('sha256').update(String(index)).digest('hex')}`
  const containerStatuses = itemsOf(status['containerStatuses']).map((one) => ({...fieldsOf(one), containerID}))
  return {...pod, metadata, status: {...status, containerStatuses, podIP, podIPs: [{ip: podIP}]}}
}

function largeNode(index: number): WireObject {
  const name = `node-${index}`
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {name, labels: {'kubernetes.io/hostname': name, 'topology.kubernetes.io/zone': `zone-${index % 3}`}},
    spec: {},
    status: {
      addresses: [{type: 'InternalIP', address: `192.168.7.${index}`}],
      allocatable: {cpu: '8', memory: '32Gi', pods: '250'},
      conditions: [{type: 'Ready', status: 'True', reason: 'KubeletReady', message: ''}],
    },
  }
}

function kubeProxyConfig(): WireObject {
  const configuration = {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    mode: 'iptables',
    clusterCIDR: '10.64.0.0/10',
  }
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {namespace: 'kube-system', name: 'kube-proxy', labels: {app: 'kube-proxy'}},
    data: {'config.conf': JSON.stringify(configuration)},
  }
}

function kubeProxyDaemonSet(): WireObject {
  const labels = {'k8s-app': 'kube-proxy'}
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: {namespace: 'kube-system', name: 'kube-proxy', labels},
    spec: {
      selector: {matchLabels: labels},
      template: {
        metadata: {labels},
        spec: {
          hostNetwork: true,
          containers: [
            {
              name: 'kube-proxy',
              image: 'registry.k8s.io/kube-proxy:v1.37.2',
              command: ['/usr/local/bin/kube-proxy', '--config=/var/lib/kube-proxy/config.conf', '--hostname-override=$(NODE_NAME)'],
            },
          ],
        },
      },
    },
  }
}
