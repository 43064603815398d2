import type {Cluster} from '../../cluster/cluster.ts'
import {dataOfConfigMap} from '../../cluster/config-map.ts'
import {type Fields, fieldsOf, itemsOf, textOf} from '../../cluster/fields.ts'
import type {Pod} from '../../cluster/pod.ts'
import {readFlags} from './flags.ts'

/** What the input itself shows of the cluster's kube-proxies. */
export interface ShownConfiguration {
  /** `ConfigMap kube-system/kube-proxy`, `the arguments of ds/kube-proxy`. */
  readonly name: string
  readonly fields: Fields
}

/** Reads the text of a KubeProxyConfiguration; it throws a UserError for what is none. */
export type ParseConfiguration = (text: string, name: string) => {readonly fields: Fields}

const NAMESPACE = 'kube-system'
const CONFIG_MAP = 'ConfigMap kube-system/kube-proxy'

/** By the ConfigMap of kubeadm and its like, else by the arguments of kube-proxy's own pods, as on AKS; undefined where the input has neither. */
export function findShownConfiguration(
  cluster: Cluster,
  nodeName: string | undefined,
  parse: ParseConfiguration,
): ShownConfiguration | undefined {
  const texts = Object.values(dataOfConfigMap(cluster, NAMESPACE, 'kube-proxy') ?? {}).flatMap((text) => textOf(text) ?? [])
  const text = texts.find((one) => one.includes('KubeProxyConfiguration'))
  if (text !== undefined) return {name: CONFIG_MAP, fields: parse(text, CONFIG_MAP).fields}
  const container = findContainer(cluster, nodeName)
  const flags = container && readFlags(container)
  return flags && Object.keys(flags).length > 0 ? {name: "the arguments of kube-proxy's pods", fields: fieldsFrom(flags)} : undefined
}

/** `1.37`, by the image of kube-proxy's pods. */
export function findShownVersion(cluster: Cluster, nodeName: string | undefined): string | undefined {
  const image = textOf(findContainer(cluster, nodeName)?.['image'])
  return /kube-proxy[^:]*:v?(\d+\.\d+)/.exec(image ?? '')?.[1]
}

/** A pod of the node itself tells more than one of another. */
function findContainer(cluster: Cluster, nodeName: string | undefined): Fields | undefined {
  const containerOf = ({spec}: Pod) =>
    itemsOf(fieldsOf(spec)['containers'])
      .map(fieldsOf)
      .find(({name}) => name === 'kube-proxy')
  const pods = cluster.pods.inNamespace(NAMESPACE).filter((pod) => containerOf(pod) !== undefined)
  const pod = pods.find((one) => one.nodeName !== null && one.nodeName === nodeName) ?? pods[0]
  return pod && containerOf(pod)
}

/** As the fields of a KubeProxyConfiguration that mean the same (kube-proxy's options.go). */
function fieldsFrom(flags: Readonly<Record<string, string>>): Fields {
  const flag = (name: string) => (flags[name] === undefined ? undefined : flags[name] !== 'false')
  const number = (name: string) => (flags[name] === undefined ? undefined : Number(flags[name]))
  const list = (name: string) => flags[name]?.split(',').filter((text) => text !== '')
  const masquerading = {masqueradeAll: flag('masquerade-all'), masqueradeBit: number('iptables-masquerade-bit')}
  return {
    mode: flags['proxy-mode'],
    bindAddress: flags['bind-address'],
    clusterCIDR: flags['cluster-cidr'],
    nodePortAddresses: list('nodeport-addresses'),
    detectLocalMode: flags['detect-local-mode'],
    detectLocal: {bridgeInterface: flags['pod-bridge-interface'], interfaceNamePrefix: flags['pod-interface-name-prefix']},
    iptables: {...masquerading, localhostNodePorts: flag('iptables-localhost-nodeports')},
    nftables: masquerading,
    ipvs: {scheduler: flags['ipvs-scheduler'], excludeCIDRs: list('ipvs-exclude-cidrs')},
    conntrack: {tcpBeLiberal: flag('conntrack-tcp-be-liberal')},
  }
}
