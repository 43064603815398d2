import type {Cluster} from '../../cluster/cluster.ts'
import {type Fields, textOf} from '../../cluster/fields.ts'
import {KUBE_PROXY_VERSIONS, type KubeProxyVersion, NEWEST_KUBE_PROXY} from '../../network/proxy/kube-proxy-version.ts'
import {checkClusterCIDR, checkConfigurationFields, MODES} from './configuration-fields.ts'
import {type Dataplanes, findDataplanes, statedKubeProxy} from './dataplane.ts'
import {findShownConfiguration, findShownVersion, type ParseConfiguration} from './shown-configuration.ts'

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

/** What flags, a configuration and the input say of the kube-proxies, in this order. */
export interface StatedConfiguration {
  /** Of a KubeProxyConfiguration, as kube-proxy would accept them. */
  readonly fields: Fields
  readonly mode: StatedMode
  /** Where the mode was stated; undefined for the default. */
  readonly modeSource: string | undefined
  readonly version: KubeProxyVersion
  /** As the input shows it, also one that is not modelled: `1.33`. */
  readonly shownVersion: string | undefined
  /** Whether anything says how a node tells pods from others. */
  readonly tellsPods: boolean
  /** Whether there are kube-proxies. A mode or a configuration that the user states says so. */
  readonly dataplanes: Dataplanes
}

/** What a mode stated by its flag has for a source. */
export const MODE_FLAG = '--proxy-mode'

/** Throws a UserError for a range or a configuration that kube-proxy would refuse. */
export function findStatedConfiguration(cluster: Cluster, parameters: ProxyParameters): StatedConfiguration {
  const {clusterCidr, document, mode, node, version, parse} = parameters
  if (clusterCidr !== undefined) checkClusterCIDR(clusterCidr)
  const stated = document ?? findShownConfiguration(cluster, node, parse)
  if (stated) checkConfigurationFields(stated.fields, stated.name)
  const fields: Fields = {...stated?.fields, ...(clusterCidr !== undefined && {clusterCIDR: clusterCidr, detectLocalMode: 'ClusterCIDR'})}
  const statedMode = MODES.find((known) => known === fields['mode'])
  const shownVersion = findShownVersion(cluster, node ?? textOf(document?.fields['hostnameOverride']))
  return {
    fields,
    mode: mode ?? statedMode ?? 'iptables',
    modeSource: mode === undefined ? statedMode && stated?.name : MODE_FLAG,
    version: version ?? KUBE_PROXY_VERSIONS.find((known) => known === shownVersion) ?? NEWEST_KUBE_PROXY,
    shownVersion,
    dataplanes: mode !== undefined ? statedKubeProxy(MODE_FLAG) : document ? statedKubeProxy(document.name) : findDataplanes(cluster),
    tellsPods: textOf(fields['clusterCIDR']) !== undefined || (textOf(fields['detectLocalMode']) ?? 'ClusterCIDR') !== 'ClusterCIDR',
  }
}
