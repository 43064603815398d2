import {Flags, type Interfaces} from '@oclif/core'
import {KUBE_PROXY_VERSIONS, type KubeProxyVersion} from './network/proxy/kube-proxy-version.ts'
import {MODES} from './questions/kube-proxy/configuration-fields.ts'
import type {StatedMode} from './questions/kube-proxy/stated-configuration.ts'
import {refuseSharedStdin} from './sources/named-file.ts'
import {parseProxyConfiguration, readProxyConfigurationFile} from './sources/proxy-configuration.ts'

/** Which kube-proxy is meant: shared by the commands about its rules. */
export const proxyFlags = {
  node: Flags.string({
    helpGroup: 'PROXY',
    helpValue: 'NODE',
    summary: 'The node whose kube-proxy is meant; not needed where there is only one.',
  }),
  'proxy-mode': Flags.custom<StatedMode>({
    options: MODES,
    helpGroup: 'PROXY',
    summary: 'The mode of kube-proxy; else what its configuration says, in the input too, else iptables.',
  })(),
  'cluster-cidr': Flags.string({
    helpGroup: 'PROXY',
    helpValue: 'CIDR',
    summary: 'The range of all pods, or one of each family: 10.244.0.0/16,fd00:244::/32.',
  }),
  'kube-proxy-config': Flags.string({
    helpGroup: 'PROXY',
    helpValue: 'FILE',
    summary: 'Its KubeProxyConfiguration, or the ConfigMap of one; else the ConfigMap kube-system/kube-proxy of the input.',
  }),
  'kube-proxy-version': Flags.custom<KubeProxyVersion>({
    options: KUBE_PROXY_VERSIONS,
    helpGroup: 'PROXY',
    summary: 'The version of kube-proxy; else what the input shows, else the newest.',
  })(),
}

/** The flags of a command that read files. */
type FileFlags = {readonly filename?: readonly string[] | undefined; readonly dump?: readonly string[] | undefined}

/** What the flags say of the kube-proxy that is meant. Throws a UserError where standard input is to be read by several of them. */
export function proxyParameters(flags: Interfaces.InferredFlags<typeof proxyFlags> & FileFlags) {
  const file = flags['kube-proxy-config']
  refuseSharedStdin([...(flags.filename ?? []), ...(flags.dump ?? []), file])
  return {
    node: flags.node,
    mode: flags['proxy-mode'],
    clusterCidr: flags['cluster-cidr'],
    version: flags['kube-proxy-version'],
    document: file === undefined ? undefined : readProxyConfigurationFile(file),
    parse: parseProxyConfiguration,
  }
}
