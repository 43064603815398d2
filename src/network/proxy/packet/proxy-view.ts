import {parseAddress} from '../../../cluster/address.ts'
import type {Cluster} from '../../../cluster/cluster.ts'
import {fieldsOf, itemsOf, textOf, valueAt} from '../../../cluster/fields.ts'
import {once} from '../../../cluster/once.ts'
import type {Pod} from '../../../cluster/pod.ts'
import type {Service} from '../../../cluster/service.ts'
import {contains, isLoopback} from '../address-range.ts'
import type {ProxyConfiguration} from '../configuration.ts'
import {serviceRangesOf} from '../nftables/service-ranges.ts'
import {buildProxyModel, type ProxyModel} from '../proxy-model.ts'
import {readProxyNode} from '../proxy-node.ts'
import type {PacketMode} from './mode-behaviour.ts'
import {ownAddresses, type PodAttachment} from './packet.ts'

/** Every node's kube-proxy, and who has which address. What is asked for is worked out then, once. */
export interface ProxyView {
  readonly nodeNames: readonly string[]
  readonly mode: PacketMode
  readonly attachment: PodAttachment
  readonly modelOf: (nodeName: string) => ProxyModel
  /** The node that has an address, loopback apart. */
  readonly nodeAt: (address: string) => string | undefined
  /** A pod with an address of its own. */
  readonly podAt: (address: string) => Pod | undefined
  /** The Services whose load balancer has an address that no node takes for it: packets go to the balancer itself. */
  readonly balancedAt: (address: string) => readonly Service[]
  /** Whether it is of the range of cluster IPs; undefined where the input does not state that. */
  readonly isInServiceRange: (address: string) => boolean | undefined
}

export interface ViewOptions {
  readonly attachment?: PodAttachment
  readonly mode?: PacketMode
  /** How the configuration differs on a node; the same everywhere where it is not stated. */
  readonly configurationOf?: (nodeName: string) => ProxyConfiguration
}

/**
 * Looks at a cluster through its kube-proxies. To ask about one Service of many, hand over a cluster with that one only (`{...cluster, services}`):
 * a model costs as much as there are Services.
 */
export function viewProxies(cluster: Cluster, configuration: ProxyConfiguration, options: ViewOptions = {}): ProxyView {
  const {attachment = 'unknown', mode = configuration.mode, configurationOf = () => configuration} = options
  const models = new Map<string, ProxyModel>()
  const modelOf = (name: string) => {
    const model = models.get(name) ?? buildProxyModel(cluster, name, configurationOf(name))
    models.set(name, model)
    return model
  }
  const pods = once(() => podsByAddress(cluster))
  const nodes = once(() => nodesByAddress(cluster, attachment))
  const ranges = once(() => serviceRangesOf(cluster))
  const nodeNames = [...cluster.nodes.keys()]
  return {
    nodeNames,
    mode,
    attachment,
    modelOf,
    nodeAt: (address) => nodes().get(address),
    podAt: (address) => pods().get(address),
    balancedAt: (address) => cluster.services.filter((service) => balancerAddresses(service).includes(address)),
    isInServiceRange: (address) => ranges()?.some((range) => contains(range, address)),
  }
}

function nodesByAddress({nodes}: Cluster, attachment: PodAttachment): ReadonlyMap<string, string> {
  const addresses = [...nodes].flatMap(([name, node]) =>
    ownAddresses(readProxyNode(name, node), attachment).map((address) => [address, name] as const),
  )
  return new Map(addresses.filter(([address]) => !isLoopback(address)))
}

function podsByAddress({pods}: Cluster): ReadonlyMap<string, Pod> {
  const found = new Map<string, Pod>()
  for (const namespace of pods.namespaces()) {
    for (const pod of pods.inNamespace(namespace)) {
      if (pod.finished || fieldsOf(pod.spec)['hostNetwork'] === true) continue
      for (const address of pod.addresses ?? []) found.set(address, pod)
    }
  }
  return found
}

function balancerAddresses({object}: Service): readonly string[] {
  const ingress = itemsOf(valueAt(object, 'status', 'loadBalancer', 'ingress'))
  return ingress.flatMap((one) => parseAddress(textOf(fieldsOf(one)['ip']) ?? '')?.text ?? [])
}
