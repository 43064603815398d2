import {type AddressFamily, familyOf} from '../../../cluster/address.ts'
import {fieldsOf, flagOf} from '../../../cluster/fields.ts'
import type {Pod} from '../../../cluster/pod.ts'
import type {PacketSource} from './packet.ts'

/** Who opens a connection. */
export type Client =
  /** A pod with addresses of its own; undefined where nobody has seen it running, a null node where nobody has scheduled it. */
  | {readonly kind: 'pod'; readonly node: string | null; readonly addresses: readonly string[] | undefined}
  /** A program of a node, or a pod on the node's network. */
  | {readonly kind: 'node'; readonly node: string | null}
  /** Anybody else; null for an address that is not stated. */
  | {readonly kind: 'outside'; readonly address: string | null}

export function clientOfPod({spec, nodeName, addresses}: Pod): Client {
  const isOnNode = flagOf(fieldsOf(spec)['hostNetwork']) ?? false
  return isOnNode ? {kind: 'node', node: nodeName} : {kind: 'pod', node: nodeName, addresses}
}

/** What a client is to a node, and the address that the node sees; `nodeAddress` is that of the client's own node. Pods are taken to keep theirs. */
export function sourceAt(client: Client, node: string, family: AddressFamily, nodeAddress: string | null): PacketSource {
  switch (client.kind) {
    case 'pod': {
      const address = client.addresses?.find((text) => familyOf(text) === family) ?? null
      return {kind: 'pod', isLocal: client.node === node, address}
    }
    case 'node':
      return client.node === node ? {kind: 'node'} : {kind: 'other', address: nodeAddress}
    case 'outside':
      return {kind: 'other', address: client.address}
  }
}
