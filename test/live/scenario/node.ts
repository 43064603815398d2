import type {Labels} from '../../../src/cluster/label-selector.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import {nodeAddresses, podRanges} from './address-space.ts'

export interface NodeOptions {
  /** Null for a node that has no zone. */
  readonly zone?: string | null
  /** Allocatable, as Kubernetes writes quantities: `4`, `500m`. */
  readonly cpu?: string
  readonly ready?: boolean
  readonly labels?: Labels
}

/** A node as the kubelet and the cloud would report it. Its index decides its addresses and those of its pods. */
export function createNode(name: string, index: number, {zone = null, cpu = '4', ready = true, labels = {}}: NodeOptions): WireObject {
  const {IPv4, IPv6} = nodeAddresses(index)
  const [podCIDR, second] = podRanges(index)
  const resources = {cpu, memory: '8Gi', pods: '250'}
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {'kubernetes.io/hostname': name, ...(zone !== null && {'topology.kubernetes.io/zone': zone}), ...labels},
    },
    spec: {podCIDR, podCIDRs: [podCIDR, second]},
    status: {
      addresses: [
        {type: 'InternalIP', address: IPv4},
        {type: 'InternalIP', address: IPv6},
        {type: 'Hostname', address: name},
      ],
      allocatable: resources,
      capacity: resources,
      conditions: [{type: 'Ready', status: ready ? 'True' : 'False', reason: ready ? 'KubeletReady' : 'KubeletNotReady', message: ''}],
    },
  }
}
