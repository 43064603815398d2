import type {Cluster} from '../../cluster/cluster.ts'
import {type Fields, textOf} from '../../cluster/fields.ts'
import {type ProxyConfiguration, type ProxyMode, readProxyConfiguration} from '../../network/proxy/configuration.ts'
import type {KubeProxyVersion} from '../../network/proxy/kube-proxy-version.ts'
import {findStatedConfiguration, type ProxyParameters, type StatedConfiguration} from '../kube-proxy/stated-configuration.ts'
import {type AskedNode, findAskedNode} from './asked-node.ts'

/** The one kube-proxy that is meant. */
export interface ProxySettings extends StatedConfiguration {
  readonly node: AskedNode
  /** Whether the user named the version. */
  readonly versionStated: boolean
  readonly configurationOf: (mode: ProxyMode, version: KubeProxyVersion, fields?: Fields) => ProxyConfiguration
}

/** Settles which node and which configuration are meant. Throws a UserError for what contradicts itself or is none. */
export function settleSettings(cluster: Cluster, parameters: ProxyParameters): ProxySettings {
  const stated = findStatedConfiguration(cluster, parameters)
  return {
    ...stated,
    node: findAskedNode(cluster, parameters.node, textOf(parameters.document?.fields['hostnameOverride'])),
    versionStated: parameters.version !== undefined,
    configurationOf: (mode, version, more) => readProxyConfiguration({...stated.fields, ...more}, {version, mode}),
  }
}
