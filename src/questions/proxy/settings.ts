import type {Cluster} from '../../cluster/cluster.ts'
import type {Fields} from '../../cluster/fields.ts'
import {textOf} from '../../cluster/fields.ts'
import {type ProxyConfiguration, readProxyConfiguration} from '../../network/proxy/configuration.ts'
import {KUBE_PROXY_VERSIONS, type KubeProxyVersion, NEWEST_KUBE_PROXY} from '../../network/proxy/kube-proxy-version.ts'
import {UserError} from '../../user-error.ts'
import {type AskedNode, findAskedNode} from './asked-node.ts'
import {checkClusterCIDR, checkConfigurationFields, MODES} from './configuration-fields.ts'
import {findShownConfiguration, findShownVersion, type ParseConfiguration} from './shown-configuration.ts'

export {KUBE_PROXY_VERSIONS, type KubeProxyVersion, MODES}

export type StatedMode = (typeof MODES)[number]

/** How the user says which kube-proxy is meant; undefined is what the input shows, else kube-proxy's default. */
export interface ProxyParameters {
  readonly node: string | undefined
  readonly mode: StatedMode | undefined
  readonly clusterCidr: string | undefined
  readonly version: KubeProxyVersion | undefined
  /** Of `--kube-proxy-config`. */
  readonly document: {readonly name: string; readonly fields: Fields} | undefined
  readonly parse: ParseConfiguration
}

/** The kube-proxy that is meant. */
export interface ProxySettings {
  readonly node: AskedNode
  readonly mode: StatedMode
  /** Where the mode was stated; undefined for the default. */
  readonly modeSource: string | undefined
  readonly version: KubeProxyVersion
  /** Whether the user named the version. */
  readonly versionStated: boolean
  /** As the input shows it, also one that is not modelled: `1.33`. */
  readonly shownVersion: string | undefined
  /** Whether anything says how the node tells pods from others; else nothing does. */
  readonly tellsPods: boolean
  readonly configurationOf: (mode: 'iptables' | 'nftables', version: KubeProxyVersion, fields?: Fields) => ProxyConfiguration
}

/** Settles what flags, a configuration and the input say of one kube-proxy, in this order. Throws a UserError for what contradicts itself or is none. */
export function settleSettings(cluster: Cluster, parameters: ProxyParameters): ProxySettings {
  const {clusterCidr, document} = parameters
  if (clusterCidr !== undefined) checkClusterCIDR(clusterCidr)
  const stated = document ?? findShownConfiguration(cluster, parameters.node, parameters.parse)
  if (stated) checkConfigurationFields(stated.fields, stated.name)
  const fields: Fields = {...stated?.fields, ...(clusterCidr !== undefined && {clusterCIDR: clusterCidr, detectLocalMode: 'ClusterCIDR'})}
  const node = findAskedNode(cluster, parameters.node, textOf(document?.fields['hostnameOverride']))
  const statedMode = MODES.find((mode) => mode === fields['mode'])
  const shownVersion = findShownVersion(cluster, node.name)
  const known = KUBE_PROXY_VERSIONS.find((version) => version === shownVersion)
  return {
    node,
    mode: parameters.mode ?? statedMode ?? 'iptables',
    modeSource: parameters.mode === undefined ? statedMode && stated?.name : '--proxy-mode',
    version: parameters.version ?? known ?? NEWEST_KUBE_PROXY,
    versionStated: parameters.version !== undefined,
    shownVersion,
    tellsPods: textOf(fields['clusterCIDR']) !== undefined || (textOf(fields['detectLocalMode']) ?? 'ClusterCIDR') !== 'ClusterCIDR',
    configurationOf: (mode, version, more) => readProxyConfiguration({...fields, ...more}, {version, mode}),
  }
}

const IPVS_HINT = 'iptables and nftables modes are: --proxy-mode iptables or --proxy-mode nftables'

/** Throws a UserError: nothing is predicted of IPVS yet. */
export function refuseIpvs(): never {
  throw new UserError('ipvs mode is not modelled yet (and deprecated since Kubernetes 1.35)', IPVS_HINT)
}
