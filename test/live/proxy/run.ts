import type {WireObject} from '../../../src/cluster/object.ts'
import type {KubeProxyVersion} from '../../../src/network/proxy/kube-proxy-version.ts'
import {STANDARD_NODES} from './standard-nodes.ts'

/** One kube-proxy to be: where, and how it differs from the usual. */
export interface Run {
  readonly node: string
  readonly version: KubeProxyVersion
  /** Fields of its KubeProxyConfiguration. */
  readonly configuration: WireObject
}

/** A usual kube-proxy of this version on each node. */
export function everyNode(version: KubeProxyVersion, nodes = STANDARD_NODES): readonly Run[] {
  return nodes.map((node) => ({node, version, configuration: {}}))
}
